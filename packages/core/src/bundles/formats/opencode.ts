import type { Rendered } from '../render.ts';
import type { BundleSources } from '../sources.ts';
import { suggestModels } from '../suggest-models.ts';

/**
 * OpenCode 1.x, `opencode.json` below `~/.config/opencode`. It writes `$schema` into a file that has none, so the bundle
 * brings it; plugins are never in it, as they stall the start where npm is out of reach.
 */
export function renderOpencode({ gateway, clientKey, models }: BundleSources): Rendered {
  const chat = models.filter((model) => model.kind === 'chat');
  if (chat.length === 0) return { files: [], notes: [] };
  const suggested = suggestModels(chat.map((model) => model.id));
  const content = {
    $schema: 'https://opencode.ai/config.json',
    model: `gatehouse/${suggested.main}`,
    small_model: `gatehouse/${suggested.small}`,
    provider: {
      gatehouse: {
        npm: '@ai-sdk/openai-compatible',
        name: gateway.name,
        options: { baseURL: `${gateway.baseUrl}/v1`, apiKey: clientKey },
        models: Object.fromEntries(chat.map((model) => [model.id, { name: model.displayName }])),
      },
    },
  };
  const file = {
    path: 'opencode/opencode.json',
    syntax: 'jsonc' as const,
    isWhole: false,
    managed: [['provider', 'gatehouse']],
    suggested: [['$schema'], ['model'], ['small_model']],
    content: `${JSON.stringify(content, null, 2)}\n`,
    isSecret: true,
  };
  return { files: [file], notes: [] };
}
