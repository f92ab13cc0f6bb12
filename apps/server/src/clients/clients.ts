import { readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BundleFormat, KeyPlacement } from '@gatehouse/contracts/bundles';

/** A real client of one bundle format: what is installed, and how it is asked without a person. */
export type Client = {
  format: BundleFormat;
  /** Exact versions; raise one only together with a run of its test. */
  packages: string[];
  /** Below the folder of the installation. */
  executable: string;
  /** Large or in need of a newer Node: run where GATEHOUSE_TEST_CLIENTS is `all` or names the format. */
  isOptional?: true;
  /** Run by that published Node instead of ours. */
  node?: string;
  /** Formats that are synced as well, before this one. */
  also?: BundleFormat[];
  /** Below the home folder: variables that the person loads before. */
  envFile?: string;
  /** What a person has set up themselves, after the sync of `also`. */
  prepare?: (home: string, folder: string) => Promise<void>;
  env?: Record<string, string>;
  /** Prints the models that it was given. */
  list?: { args: string[]; expected: string[] };
  prompts: Prompt[];
  /** Where its files can have the key besides in themselves. */
  placements?: KeyPlacement[];
};

/** One question, and what the gateway must see of it. Without `args` the client's own default model is asked. */
export type Prompt = { args: string[]; path: RegExp; model: string };

const chat = /^\/v1\/chat\/completions$/;
const responses = /^\/v1\/responses$/;
const messages = /^\/v1\/messages$/;
const gemini = /^\/v1beta\/models\/.+:(streamGenerateContent|generateContent)$/;

const bin = (name: string) => join('node_modules/.bin', name);
const say = 'say hi';

const opencodeEnv = {
  OPENCODE_DISABLE_AUTOUPDATE: '1',
  OPENCODE_DISABLE_MODELS_FETCH: '1',
  OPENCODE_DISABLE_LSP_DOWNLOAD: '1',
};
const opencodePrompts = (model: (id: string) => string[]): Prompt[] => [
  { args: ['run', ...model('gatehouse/claude-sonnet-4-5'), say], path: messages, model: 'claude-sonnet-4-5' },
  { args: ['run', ...model('gatehouse/gpt-5.4'), say], path: responses, model: 'gpt-5.4' },
  { args: ['run', ...model('gatehouse/glm-4.7'), say], path: chat, model: 'glm-4.7' },
  { args: ['run', ...model('gatehouse-gemini/gemini-2.5-pro'), say], path: gemini, model: 'gemini-2.5-pro' },
];

/** As a person names a plugin in their own configuration. */
const withPlugin = (path: string) => async (home: string, folder: string) => {
  const file = join(home, '.config/opencode/opencode.json');
  const config = JSON.parse(await readFile(file, 'utf8'));
  await writeFile(
    file,
    JSON.stringify({ ...config, plugin: [`file://${join(folder, 'node_modules', path)}`] }, null, 2),
  );
};

/** Runs everything that `snippets.md` has in one language, in its order. */
const snippets = (fence: string, run: string): string[] => [
  '-c',
  `export GATEHOUSE_API_KEY="$(gatehouse token)"
   sed -n '/^\`\`\`${fence}$/,/^\`\`\`$/p' ~/.config/gatehouse/snippets.md | sed '/^\`\`\`/d' > snippet && ${run}`,
];

export const clients: Client[] = [
  {
    format: 'pi',
    placements: ['environment', 'command'],
    packages: ['@mariozechner/pi-coding-agent@0.73.1'],
    executable: bin('pi'),
    list: { args: ['--list-models'], expected: ['claude-sonnet-4-5', 'gpt-5.4', 'gemini-2.5-pro', 'glm-4.7'] },
    prompts: [
      { args: ['-p', say], path: messages, model: 'claude-sonnet-4-5' },
      { args: ['--provider', 'gatehouse', '--model', 'gpt-5.4', '-p', say], path: responses, model: 'gpt-5.4' },
      { args: ['--provider', 'gatehouse', '--model', 'glm-4.7', '-p', say], path: chat, model: 'glm-4.7' },
      {
        args: ['--provider', 'gatehouse', '--model', 'gemini-2.5-pro', '-p', say],
        path: gemini,
        model: 'gemini-2.5-pro',
      },
    ],
  },
  {
    format: 'continue',
    placements: ['environment'],
    packages: ['@continuedev/cli@1.5.47'],
    executable: bin('cn'),
    env: { CONTINUE_TELEMETRY_ENABLED: '0' },
    prompts: [{ args: ['-p', say], path: messages, model: 'claude-sonnet-4-5' }],
  },
  {
    format: 'gemini-cli',
    packages: ['@google/gemini-cli@0.61.0'],
    executable: bin('gemini'),
    env: { GEMINI_CLI_TRUST_WORKSPACE: 'true', GEMINI_TELEMETRY_ENABLED: 'false' },
    prompts: [{ args: ['-p', say], path: gemini, model: 'gemini-2.5-pro' }],
  },
  {
    format: 'qwen-code',
    placements: ['environment'],
    packages: ['@qwen-code/qwen-code@0.24.4'],
    executable: bin('qwen'),
    prompts: [{ args: [say], path: messages, model: 'claude-sonnet-4-5' }],
  },
  {
    format: 'opencode',
    placements: ['environment'],
    packages: ['opencode-ai@1.18.33'],
    executable: bin('opencode'),
    env: opencodeEnv,
    list: { args: ['models', 'gatehouse'], expected: ['gatehouse/claude-sonnet-4-5', 'gatehouse/glm-4.7'] },
    prompts: opencodePrompts((id) => ['--model', id]),
  },
  {
    format: 'kilo',
    placements: ['environment'],
    packages: ['@kilocode/cli-linux-x64@7.7.9'],
    executable: 'node_modules/@kilocode/cli-linux-x64/bin/kilo',
    isOptional: true,
    env: opencodeEnv,
    list: { args: ['models', 'gatehouse'], expected: ['gatehouse/claude-sonnet-4-5', 'gatehouse/glm-4.7'] },
    prompts: opencodePrompts((id) => ['--model', id]).slice(2, 3),
  },
  {
    format: 'codex',
    placements: ['environment', 'command'],
    packages: ['@openai/codex@0.169.0'],
    executable: bin('codex'),
    isOptional: true,
    prompts: [
      { args: ['exec', '--skip-git-repo-check', say], path: responses, model: 'gpt-5.4' },
      { args: ['exec', '-p', 'gatehouse', '--skip-git-repo-check', say], path: responses, model: 'gpt-5.4' },
    ],
  },
  {
    format: 'claude-code',
    placements: ['command'],
    packages: ['@anthropic-ai/claude-code@2.1.329'],
    executable: bin('claude'),
    isOptional: true,
    env: { CLAUDE_CODE_MAX_RETRIES: '0' },
    prompts: [{ args: ['-p', say], path: messages, model: 'claude-sonnet-4-5' }],
  },
  {
    format: 'droid',
    placements: ['environment'],
    packages: ['@factory/cli-linux-x64@0.225.2'],
    executable: 'node_modules/@factory/cli-linux-x64/bin/droid',
    isOptional: true,
    prompts: [{ args: ['exec', say], path: messages, model: 'claude-sonnet-4-5' }],
  },
  {
    format: 'kimi',
    placements: ['environment'],
    packages: ['@moonshot-ai/kimi-code@2.1.0', 'node@22.23.3'],
    executable: bin('kimi'),
    node: bin('node'),
    isOptional: true,
    list: { args: ['provider', 'list'], expected: ['gatehouse'] },
    prompts: [{ args: ['-p', say], path: messages, model: 'claude-sonnet-4-5' }],
  },
  {
    format: 'copilot',
    placements: ['environment', 'command'],
    packages: ['@github/copilot@1.0.102'],
    executable: bin('copilot'),
    envFile: '.config/gatehouse/copilot.env',
    isOptional: true,
    prompts: [{ args: ['-s', '-p', say], path: messages, model: 'claude-sonnet-4-5' }],
  },
  {
    format: 'cline',
    packages: ['cline@3.0.65'],
    executable: bin('cline'),
    isOptional: true,
    prompts: [{ args: [say], path: chat, model: 'claude-sonnet-4-5' }],
  },
  {
    format: 'oh-my-openagent',
    also: ['opencode'],
    packages: ['opencode-ai@1.18.33', 'oh-my-openagent@4.19.4'],
    executable: bin('opencode'),
    isOptional: true,
    env: { ...opencodeEnv, OMO_DISABLE_POSTHOG: '1' },
    prepare: withPlugin('oh-my-openagent/dist/index.js'),
    prompts: [{ args: ['run', say], path: responses, model: 'gpt-5.4' }],
  },
  {
    format: 'oh-my-opencode-slim',
    also: ['opencode'],
    packages: ['opencode-ai@1.18.33', 'oh-my-opencode-slim@2.2.24'],
    executable: bin('opencode'),
    isOptional: true,
    env: opencodeEnv,
    prepare: withPlugin('oh-my-opencode-slim/dist/index.js'),
    prompts: [{ args: ['run', say], path: responses, model: 'gpt-5.4' }],
  },
  {
    format: 'env',
    packages: ['openai@6.10.0'],
    executable: '/bin/sh',
    envFile: '.config/gatehouse/gatehouse.env',
    prompts: [
      {
        args: [
          '-c',
          `curl -sS "$OPENAI_BASE_URL/chat/completions" -H "Authorization: Bearer $OPENAI_API_KEY" -d '{"model":"glm-4.7"}'`,
        ],
        path: chat,
        model: 'glm-4.7',
      },
      {
        args: [
          '-c',
          `curl -sS "$ANTHROPIC_BASE_URL/v1/messages" -H "x-api-key: $ANTHROPIC_API_KEY" -d '{"model":"claude-sonnet-4-5"}'`,
        ],
        path: messages,
        model: 'claude-sonnet-4-5',
      },
      {
        args: [
          '-c',
          'curl -sS "$GOOGLE_GEMINI_BASE_URL/v1beta/models/gemini-2.5-pro:generateContent" -H "x-goog-api-key: $GEMINI_API_KEY" -d {}',
        ],
        path: gemini,
        model: 'gemini-2.5-pro',
      },
    ],
  },
  {
    format: 'snippets',
    packages: ['openai@6.10.0'],
    executable: '/bin/sh',
    prepare: (home, folder) => symlink(join(folder, 'node_modules'), join(home, 'project/node_modules')),
    prompts: [
      { args: snippets('sh', 'sh ./snippet'), path: chat, model: 'claude-sonnet-4-5' },
      { args: snippets('js', 'mv snippet snippet.mjs && node snippet.mjs'), path: chat, model: 'claude-sonnet-4-5' },
    ],
  },
];
