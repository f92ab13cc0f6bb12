import { jsonFile } from '../files.ts';
import { placeKey } from '../key-placement.ts';
import type { Format } from '../sources.ts';

const provider = 'openai-compatible';
const settings = ['providers', provider, 'settings'];

/**
 * Cline CLI, `providers.json` below `~/.cline/data/settings`. It writes the file anew on every run and keeps the model of
 * the last one there, so only the address and the key are ours.
 */
export const renderCline: Format = (input) => {
  const { gateway, main } = input;
  const key = placeKey(input, { inline: (clientKey) => clientKey });
  const content = {
    version: 1,
    lastUsedProvider: provider,
    modes: {},
    providers: {
      [provider]: {
        settings: { provider, apiKey: key.value, model: main.id, baseUrl: `${gateway.baseUrl}/v1` },
        // Asked for by the client, and the same in every bundle.
        updatedAt: '2026-01-01T00:00:00.000Z',
        tokenSource: 'manual',
      },
    },
  };
  const file = jsonFile(
    {
      path: 'cline/providers.json',
      syntax: 'json',
      isSecret: key.isSecret,
      managed: ['provider', 'apiKey', 'baseUrl'].map((name) => [...settings, name]),
      suggested: [
        ['version'],
        ['lastUsedProvider'],
        ['modes'],
        [...settings, 'model'],
        ['providers', provider, 'updatedAt'],
        ['providers', provider, 'tokenSource'],
      ],
    },
    content,
  );
  return { files: [file], notes: ['Cline has one place for a provider of this kind: another one there is replaced.'] };
};
