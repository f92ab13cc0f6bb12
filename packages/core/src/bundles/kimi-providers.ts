import type { ProtocolTable } from './protocol.ts';

/** A provider for each wire type of Kimi Code 2.1; in its own file and in a registry that it imports alike. */
export const kimiProviders: ProtocolTable<{ name: string; type: string; tail: string }> = {
  chat: { name: 'gatehouse', type: 'openai', tail: '/v1' },
  responses: { name: 'gatehouse-responses', type: 'openai_responses', tail: '/v1' },
  messages: { name: 'gatehouse-anthropic', type: 'anthropic', tail: '' },
  gemini: { name: 'gatehouse-gemini', type: 'google-genai', tail: '' },
};

/** The client asks for the context of every model; where it is not known this is safe with all that are in use. */
export const cautiousContext = 128_000;
