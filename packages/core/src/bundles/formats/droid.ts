import { defined, jsonFile } from '../files.ts';
import { keyVariable, placeKey } from '../key-placement.ts';
import { entryFor, type ProtocolTable } from '../protocol.ts';
import type { BundleModel, Format } from '../sources.ts';

const providers: ProtocolTable<{ provider: string; tail: string }> = {
  chat: { provider: 'generic-chat-completion-api', tail: '/v1' },
  responses: { provider: 'openai', tail: '/v1' },
  messages: { provider: 'anthropic', tail: '' },
};

/** Begins the id of every model of ours: one without an id is named by its place in the list, which shifts. */
const prefix = 'custom:gatehouse-';

/** Factory droid, `settings.json` below `~/.factory`. */
export const renderDroid: Format = (input) => {
  const { gateway, models, main } = input;
  const key = placeKey(input, { inline: (clientKey) => clientKey, environment: `\${${keyVariable}}` });
  const entryOf = (model: BundleModel) => {
    const { provider, tail } = entryFor(providers, model.id);
    return defined({
      id: prefix + model.id,
      model: model.id,
      displayName: model.displayName,
      provider,
      baseUrl: gateway.baseUrl + tail,
      apiKey: key.value,
      maxOutputTokens: model.outputLimit ?? undefined,
    });
  };
  const file = jsonFile(
    {
      path: 'droid/settings.json',
      syntax: 'jsonc',
      isSecret: key.isSecret,
      managed: [['customModels', { items: 'id', prefix }]],
      suggested: [['model']],
    },
    { model: prefix + main.id, customModels: models.map(entryOf) },
  );
  return { files: [file], notes: [] };
};
