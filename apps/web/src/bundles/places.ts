import type { BundleFormat } from '@gatehouse/contracts/bundles';

const places: Record<BundleFormat, string> = {
  opencode: '~/.config/opencode',
  'oh-my-openagent': '~/.omo',
  'oh-my-opencode-slim': '~/.config/opencode',
  codex: '~/.codex',
  'claude-code': '~/.claude',
  'gemini-cli': '~/.gemini',
  'qwen-code': '~/.qwen',
  continue: '~/.continue',
  pi: '~/.pi/agent',
  droid: '~/.factory',
  kimi: '~/.kimi-code',
  kilo: '~/.config/kilo',
  copilot: '~/.config/gatehouse',
  cline: '~/.cline/data/settings',
  env: '~/.config/gatehouse',
  snippets: '~/.config/gatehouse',
};

/** Where the command puts a file of a bundle, as long as nothing on the machine says otherwise. */
export const placeOf = (format: BundleFormat, path: string): string => `${places[format]}/${nameOf(path)}`;

export const nameOf = (path: string): string => path.slice(path.indexOf('/') + 1);
