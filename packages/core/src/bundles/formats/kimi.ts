import { tomlFile } from '../files.ts';
import { keyVariable, placeKey } from '../key-placement.ts';
import { cautiousContext, kimiProviders } from '../kimi-providers.ts';
import { entryFor } from '../protocol.ts';
import type { BundleModel, Format } from '../sources.ts';

/** Kimi Code, `config.toml` below `~/.kimi-code`. */
export const renderKimi: Format = (input) => {
  const { gateway, models, main } = input;
  const key = placeKey<Record<string, string>>(input, {
    inline: (clientKey) => ({ api_key: clientKey }),
    environment: { api_key_env: keyVariable },
  });
  const used = new Set(models.map(({ id }) => entryFor(kimiProviders, id)));
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
  provider: entryFor(kimiProviders, id).name,
  model: id,
  max_context_size: contextLimit ?? cautiousContext,
  display_name: displayName,
});
