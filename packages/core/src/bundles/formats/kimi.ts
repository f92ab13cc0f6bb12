import { tomlFile } from '../files.ts';
import { keyVariable, placeKey } from '../key-placement.ts';
import { entryFor, type ProtocolTable } from '../protocol.ts';
import type { BundleModel, Format } from '../sources.ts';

const providers: ProtocolTable<{ name: string; type: string; tail: string }> = {
  chat: { name: 'gatehouse', type: 'openai', tail: '/v1' },
  responses: { name: 'gatehouse-responses', type: 'openai_responses', tail: '/v1' },
  messages: { name: 'gatehouse-anthropic', type: 'anthropic', tail: '' },
  gemini: { name: 'gatehouse-gemini', type: 'google-genai', tail: '' },
};

/** The client asks for the context of every model; where it is not known this is safe with all that are in use. */
const cautiousContext = 128_000;

/** Kimi Code, `config.toml` below `~/.kimi-code`. */
export const renderKimi: Format = (input) => {
  const { gateway, models, main } = input;
  const key = placeKey<Record<string, string>>(input, {
    inline: (clientKey) => ({ api_key: clientKey }),
    environment: { api_key_env: keyVariable },
  });
  const used = new Set(models.map(({ id }) => entryFor(providers, id)));
  const content = {
    default_model: `gatehouse/${main.id}`,
    providers: Object.fromEntries(
      [...used].map(({ name, type, tail }) => [name, { type, base_url: gateway.baseUrl + tail, ...key.value }]),
    ),
    models: Object.fromEntries(models.map((model) => [`gatehouse/${model.id}`, entryOf(model)])),
  };
  const file = tomlFile(
    {
      path: 'kimi/config.toml',
      isSecret: key.isSecret,
      managed: [
        ['providers', 'gatehouse'],
        ['providers', { keys: 'gatehouse-' }],
        ['models', { keys: 'gatehouse/' }],
      ],
      suggested: [['default_model']],
    },
    content,
  );
  return { files: [file], notes: [] };
};

const entryOf = ({ id, displayName, contextLimit }: BundleModel) => ({
  provider: entryFor(providers, id).name,
  model: id,
  max_context_size: contextLimit ?? cautiousContext,
  display_name: displayName,
});
