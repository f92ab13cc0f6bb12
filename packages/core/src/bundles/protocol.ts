/** The four ways to ask a model: OpenAI chat completions, OpenAI responses, Anthropic messages, Gemini. */
export type Protocol = 'chat' | 'responses' | 'messages' | 'gemini';

/** First match wins; what nothing matches is asked with chat completions. */
const families: readonly [RegExp, Protocol][] = [
  [/gpt-?oss/, 'chat'],
  [/claude/, 'messages'],
  [/^(chatgpt|codex|gpt-|o\d)/, 'responses'],
  [/^gemini/, 'gemini'],
];

/** In which protocol a model loses nothing: the one of who makes it. */
export function nativeProtocol(modelId: string): Protocol {
  const name = modelId.slice(modelId.lastIndexOf('/') + 1).toLowerCase();
  return families.find(([pattern]) => pattern.test(name))?.[1] ?? 'chat';
}

/** What a client is told for each protocol that it can do. Every client that can do more than one can do chat. */
export type ProtocolTable<T> = { chat: T } & Partial<Record<Protocol, T>>;

/** The entry for the model's own protocol, else the one for chat: gateways translate it for every model. */
export function entryFor<T>(table: ProtocolTable<T>, modelId: string): T {
  return table[nativeProtocol(modelId)] ?? table.chat;
}
