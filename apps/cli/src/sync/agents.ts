import type { BundleFormat, BundleSyntax } from '@gatehouse/contracts/bundles';
import { inHome, inOwnFolder, inXdgConfig, type Places } from './places.ts';

export type AgentFile = {
  /** By which a bundle calls it: `<format>/<name>`. */
  name: string;
  /** Files that the agent reads for it, those that override the others first; left out: just the name. */
  variants?: string[];
  folder: (places: Places) => string;
  /** The first is what its reader understands; a bundle may use less. */
  syntaxes: [BundleSyntax, ...BundleSyntax[]];
  /** The folder of the same file in a project, and its names there; left out: a project has none. */
  project?: { folder: string; variants?: string[] };
};

/**
 * A coding agent's own configuration. The server says what goes into its files, never which file of this machine is
 * written: a bundle with a file that is not listed here is refused.
 */
export type Agent = {
  format: BundleFormat;
  title: string;
  files: AgentFile[];
  /** It is installed if one of these is on the PATH, */
  binaries: string[];
  /** or if one of these exists. */
  signs: (places: Places) => string[];
};

const jsonc: [BundleSyntax, ...BundleSyntax[]] = ['jsonc', 'json'];

const opencodeFolder = inXdgConfig('opencode');
const kiloFolder = inXdgConfig('kilo');
const codexFolder = inHome('.codex', 'CODEX_HOME');
const claudeFolder = inHome('.claude', 'CLAUDE_CONFIG_DIR');
const geminiFolder = inHome('.gemini');
const qwenFolder = inHome('.qwen');
const continueFolder = inHome('.continue');
const piFolder = inHome('.pi/agent');
const droidFolder = inHome('.factory');
const kimiFolder = inHome('.kimi-code', 'KIMI_CODE_HOME');
const clineFolder = inHome('.cline/data/settings');

/** By format. A new one needs its line here, else the command does not compile. */
const table: Record<BundleFormat, Omit<Agent, 'format'>> = {
  opencode: {
    title: 'OpenCode',
    files: [
      {
        name: 'opencode.json',
        variants: ['opencode.jsonc', 'opencode.json'],
        folder: opencodeFolder,
        syntaxes: jsonc,
        project: { folder: '.' },
      },
    ],
    binaries: ['opencode'],
    signs: (places) => [opencodeFolder(places)],
  },
  'oh-my-openagent': {
    title: 'oh-my-openagent',
    files: [{ name: 'omo.jsonc', folder: inHome('.omo'), syntaxes: jsonc, project: { folder: '.omo' } }],
    binaries: [],
    signs: (places) => [inHome('.omo')(places)],
  },
  'oh-my-opencode-slim': {
    title: 'oh-my-opencode-slim',
    files: [{ name: 'oh-my-opencode-slim.json', folder: opencodeFolder, syntaxes: jsonc }],
    binaries: [],
    signs: (places) => [`${opencodeFolder(places)}/oh-my-opencode-slim.json`],
  },
  codex: {
    title: 'Codex',
    files: [
      { name: 'config.toml', folder: codexFolder, syntaxes: ['toml'], project: { folder: '.codex' } },
      { name: 'gatehouse.config.toml', folder: codexFolder, syntaxes: ['toml'] },
      { name: 'gatehouse-models.json', folder: codexFolder, syntaxes: ['json'] },
    ],
    binaries: ['codex'],
    signs: (places) => [codexFolder(places)],
  },
  'claude-code': {
    title: 'Claude Code',
    files: [
      {
        name: 'settings.json',
        folder: claudeFolder,
        syntaxes: ['json'],
        project: { folder: '.claude', variants: ['settings.local.json'] },
      },
    ],
    binaries: ['claude'],
    signs: (places) => [claudeFolder(places)],
  },
  'gemini-cli': {
    title: 'Gemini CLI',
    files: [
      { name: 'settings.json', folder: geminiFolder, syntaxes: jsonc, project: { folder: '.gemini' } },
      { name: '.env', folder: geminiFolder, syntaxes: ['dotenv'], project: { folder: '.gemini' } },
    ],
    binaries: ['gemini'],
    signs: (places) => [geminiFolder(places)],
  },
  'qwen-code': {
    title: 'Qwen Code',
    files: [{ name: 'settings.json', folder: qwenFolder, syntaxes: jsonc, project: { folder: '.qwen' } }],
    binaries: ['qwen'],
    signs: (places) => [qwenFolder(places)],
  },
  continue: {
    title: 'Continue',
    files: [{ name: 'config.yaml', folder: continueFolder, syntaxes: ['yaml'] }],
    binaries: ['cn'],
    signs: (places) => [continueFolder(places)],
  },
  pi: {
    title: 'pi',
    files: [
      { name: 'models.json', folder: piFolder, syntaxes: jsonc },
      { name: 'settings.json', folder: piFolder, syntaxes: jsonc },
    ],
    binaries: ['pi'],
    signs: (places) => [piFolder(places)],
  },
  droid: {
    title: 'Factory droid',
    files: [{ name: 'settings.json', folder: droidFolder, syntaxes: jsonc, project: { folder: '.factory' } }],
    binaries: ['droid'],
    signs: (places) => [droidFolder(places)],
  },
  kimi: {
    title: 'Kimi Code',
    files: [{ name: 'config.toml', folder: kimiFolder, syntaxes: ['toml'] }],
    binaries: ['kimi'],
    signs: (places) => [kimiFolder(places)],
  },
  kilo: {
    title: 'Kilo',
    files: [
      {
        name: 'kilo.json',
        variants: ['kilo.jsonc', 'kilo.json'],
        folder: kiloFolder,
        syntaxes: jsonc,
        project: { folder: '.' },
      },
    ],
    binaries: ['kilo'],
    signs: (places) => [kiloFolder(places)],
  },
  copilot: {
    title: 'GitHub Copilot CLI',
    files: [{ name: 'copilot.env', folder: inOwnFolder, syntaxes: ['dotenv', 'text'] }],
    binaries: ['copilot'],
    signs: (places) => [inHome('.copilot')(places)],
  },
  cline: {
    title: 'Cline',
    files: [{ name: 'providers.json', folder: clineFolder, syntaxes: ['json'] }],
    binaries: ['cline'],
    signs: (places) => [inHome('.cline')(places)],
  },
  env: {
    title: 'Environment variables',
    files: [{ name: 'gatehouse.env', folder: inOwnFolder, syntaxes: ['dotenv', 'text'] }],
    binaries: [],
    signs: () => [],
  },
  snippets: {
    title: 'Snippets',
    files: [{ name: 'snippets.md', folder: inOwnFolder, syntaxes: ['text'] }],
    binaries: [],
    signs: () => [],
  },
};

export const agentOf = (format: BundleFormat): Agent => ({ format, ...table[format] });
export const allAgents = (): Agent[] => (Object.keys(table) as BundleFormat[]).map(agentOf);
