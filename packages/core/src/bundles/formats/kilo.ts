import { jsonFile } from '../files.ts';
import { opencodeConfig } from '../opencode-config.ts';
import type { Format } from '../sources.ts';

/** Kilo, `kilo.json` below `~/.config/kilo`: a fork of OpenCode that reads the same configuration. */
export const renderKilo: Format = (input) => {
  const { content, ...parts } = opencodeConfig(input);
  return { files: [jsonFile({ path: 'kilo/kilo.json', syntax: 'jsonc', ...parts }, content)], notes: [] };
};
