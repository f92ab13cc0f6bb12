import { join } from 'node:path';
import type { BundleFormat } from '@gatehouse/contracts/bundles';

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
  env?: Record<string, string>;
  /** Prints the models that it was given. */
  list?: { args: string[]; expected: string[] };
  prompts: Prompt[];
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

export const clients: Client[] = [
  {
    format: 'pi',
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
    packages: ['@qwen-code/qwen-code@0.24.4'],
    executable: bin('qwen'),
    prompts: [{ args: [say], path: messages, model: 'claude-sonnet-4-5' }],
  },
  {
    format: 'opencode',
    packages: ['opencode-ai@1.18.33'],
    executable: bin('opencode'),
    env: opencodeEnv,
    list: { args: ['models', 'gatehouse'], expected: ['gatehouse/claude-sonnet-4-5', 'gatehouse/glm-4.7'] },
    prompts: opencodePrompts((id) => ['--model', id]),
  },
  {
    format: 'kilo',
    packages: ['@kilocode/cli-linux-x64@7.7.9'],
    executable: 'node_modules/@kilocode/cli-linux-x64/bin/kilo',
    isOptional: true,
    env: opencodeEnv,
    list: { args: ['models', 'gatehouse'], expected: ['gatehouse/claude-sonnet-4-5', 'gatehouse/glm-4.7'] },
    prompts: opencodePrompts((id) => ['--model', id]).slice(2, 3),
  },
  {
    format: 'codex',
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
    packages: ['@anthropic-ai/claude-code@2.1.329'],
    executable: bin('claude'),
    isOptional: true,
    env: { CLAUDE_CODE_MAX_RETRIES: '0' },
    prompts: [{ args: ['-p', say], path: messages, model: 'claude-sonnet-4-5' }],
  },
  {
    format: 'droid',
    packages: ['@factory/cli-linux-x64@0.225.2'],
    executable: 'node_modules/@factory/cli-linux-x64/bin/droid',
    isOptional: true,
    prompts: [{ args: ['exec', say], path: messages, model: 'claude-sonnet-4-5' }],
  },
  {
    format: 'kimi',
    packages: ['@moonshot-ai/kimi-code@2.1.0', 'node@22.23.3'],
    executable: bin('kimi'),
    node: bin('node'),
    isOptional: true,
    list: { args: ['provider', 'list'], expected: ['gatehouse'] },
    prompts: [{ args: ['-p', say], path: messages, model: 'claude-sonnet-4-5' }],
  },
  {
    format: 'copilot',
    packages: ['@github/copilot@1.0.102'],
    executable: bin('copilot'),
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
];
