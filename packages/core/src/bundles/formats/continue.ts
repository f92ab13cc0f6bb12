import { defined, yamlFile } from '../files.ts';
import { keyVariable, placeKey } from '../key-placement.ts';
import { entryFor, type ProtocolTable } from '../protocol.ts';
import type { BundleModel, Format } from '../sources.ts';

/** Its Gemini provider takes no base URL, and its OpenAI provider turns to responses by itself. */
const providers: ProtocolTable<string> = { chat: 'openai', messages: 'anthropic' };

/** Continue, `config.yaml` below `~/.continue`. It starts with the first model of the list. */
export const renderContinue: Format = (input) => {
  const { gateway, models, main } = input;
  const key = placeKey(input, {
    inline: (clientKey) => clientKey,
    environment: `\${{ secrets.${keyVariable} }}`,
  });
  const entryOf = (model: BundleModel) => ({
    name: `gatehouse/${model.id}`,
    provider: entryFor(providers, model.id),
    model: model.id,
    apiBase: `${gateway.baseUrl}/v1`,
    apiKey: key.value,
    roles: ['chat', 'edit', 'apply'],
    ...abilitiesOf(model),
  });
  const content = {
    name: 'Gatehouse',
    version: '1.0.0',
    schema: 'v1',
    models: [main, ...models.filter((model) => model !== main)].map(entryOf),
  };
  const file = yamlFile(
    {
      path: 'continue/config.yaml',
      isSecret: key.isSecret,
      managed: [['models', { items: 'name', prefix: 'gatehouse/' }]],
      suggested: [['name'], ['version'], ['schema']],
    },
    content,
  );
  return { files: [file], notes: [] };
};

function abilitiesOf({ hasTools, inputModalities, contextLimit }: BundleModel) {
  const capabilities = [hasTools && 'tool_use', inputModalities.includes('image') && 'image_input'];
  return defined({
    capabilities: capabilities.filter((capability) => capability !== false),
    defaultCompletionOptions: contextLimit === null ? undefined : { contextLength: contextLimit },
  });
}
