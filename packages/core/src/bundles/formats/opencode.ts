import { jsonFile } from '../files.ts';
import { opencodeConfig } from '../opencode-config.ts';
import type { Format } from '../sources.ts';

/**
 * OpenCode 1.x, `opencode.json` below `~/.config/opencode`. It writes `$schema` into a file that has none, so the bundle
 * brings it. `enabled_providers` is the person's: a bundle never hides what else they use.
 */
export const renderOpencode: Format = (input) => {
  const { content, ...parts } = opencodeConfig(input);
  const file = jsonFile({ path: 'opencode/opencode.json', syntax: 'jsonc', ...parts }, content);
  return { files: [file], notes: [] };
};
