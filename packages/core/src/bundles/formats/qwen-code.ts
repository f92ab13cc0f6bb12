import { defined, jsonFile } from '../files.ts';
import { keyVariable, placeKey } from '../key-placement.ts';
import { entryFor, type ProtocolTable } from '../protocol.ts';
import type { BundleModel, Format } from '../sources.ts';

type Group = { group: 'openai' | 'anthropic' | 'gemini'; tail: string; wireApi?: 'responses' };

const groups: ProtocolTable<Group> = {
  chat: { group: 'openai', tail: '/v1' },
  responses: { group: 'openai', tail: '/v1', wireApi: 'responses' },
  messages: { group: 'anthropic', tail: '' },
  gemini: { group: 'gemini', tail: '' },
};

/**
 * Qwen Code, `settings.json` below `~/.qwen`. It formats a file anew that has no `$version`, so the bundle brings it. Its
 * models are told from the person's by the variable that their key is in.
 */
export const renderQwenCode: Format = (input) => {
  const { gateway, models, main } = input;
  const key = placeKey(input, {
    inline: (clientKey): Record<string, string> => ({ [keyVariable]: clientKey }),
    environment: {},
  });
  const listOf = (group: Group['group']) => {
    const list = models.filter(({ id }) => entryFor(groups, id).group === group);
    return list.length > 0 ? list.map((model) => entryOf(model, gateway.baseUrl)) : undefined;
  };
  const content = defined({
    $version: 4,
    security: { auth: { selectedType: entryFor(groups, main.id).group } },
    model: { name: main.id },
    env: key.isSecret ? key.value : undefined,
    modelProviders: defined({ openai: listOf('openai'), anthropic: listOf('anthropic'), gemini: listOf('gemini') }),
  });
  const own = { items: 'envKey', prefix: keyVariable };
  const file = jsonFile(
    {
      path: 'qwen-code/settings.json',
      syntax: 'jsonc',
      isSecret: key.isSecret,
      managed: [
        ['modelProviders', 'openai', own],
        ['modelProviders', 'anthropic', own],
        ['modelProviders', 'gemini', own],
        ['env', keyVariable],
      ],
      suggested: [['$version'], ['security', 'auth', 'selectedType'], ['model', 'name']],
    },
    content,
  );
  return { files: [file], notes: [] };
};

function entryOf({ id, displayName, contextLimit }: BundleModel, origin: string) {
  const { tail, wireApi } = entryFor(groups, id);
  return defined({
    id,
    name: displayName,
    envKey: keyVariable,
    baseUrl: origin + tail,
    wireApi,
    generationConfig: contextLimit === null ? undefined : { contextWindowSize: contextLimit },
  });
}
