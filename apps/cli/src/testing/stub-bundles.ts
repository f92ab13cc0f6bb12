import { createHash } from 'node:crypto';
import type { Bundle, BundleFile, BundleFormat } from '@gatehouse/contracts/bundles';
import type { StubState } from './stub-state.ts';

const gateway = { id: '01900000-0000-7000-8000-000000000001', name: 'Main', baseUrl: 'http://127.0.0.1:8317' };
export const clientKey = 'sk-test-canary-of-the-client-0001';

type Parts = Pick<BundleFile, 'path' | 'syntax' | 'content'> & Partial<BundleFile>;

const file = (parts: Parts): BundleFile => {
  const isSecret = parts.content.includes(clientKey);
  return { isWhole: false, managed: [], suggested: [], isSecret, ...parts };
};

export function stubBundle(
  format: BundleFormat,
  files: BundleFile[],
  notes: string[] = [],
  pendingNotes: string[] = [],
): Bundle {
  const revision = createHash('sha256')
    .update(JSON.stringify([files, notes, pendingNotes]))
    .digest('hex');
  return {
    format,
    revision,
    gateway,
    files,
    notes: [...pendingNotes, ...notes],
    pendingNotes,
    isStale: false,
    modelCount: 2,
  };
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
const baseUrl = `${gateway.baseUrl}/v1`;

const claudeCode = (key: string, model: string): BundleFile[] => [
  file({
    path: 'claude-code/settings.json',
    syntax: 'json',
    managed: [
      ['env', 'ANTHROPIC_BASE_URL'],
      ['env', 'ANTHROPIC_AUTH_TOKEN'],
    ],
    suggested: [['model']],
    content: json({ model, env: { ANTHROPIC_BASE_URL: gateway.baseUrl, ...(key && { ANTHROPIC_AUTH_TOKEN: key }) } }),
  }),
];

const continueFiles = (key: string, model: string): BundleFile[] => [
  file({
    path: 'continue/config.yaml',
    syntax: 'yaml',
    managed: [['models', { items: 'name', prefix: 'gatehouse/' }]],
    suggested: [['name'], ['version']],
    content: `name: gatehouse\nversion: 1.0.0\nmodels:\n  - name: gatehouse/${model}\n    model: ${model}\n    apiKey: ${key || '"$GATEHOUSE_API_KEY"'}\n`,
  }),
];

const kimi = (key: string, model: string): BundleFile[] => [
  file({
    path: 'kimi/config.toml',
    syntax: 'toml',
    managed: [
      ['providers', 'gatehouse'],
      ['models', { keys: 'gatehouse/' }],
    ],
    suggested: [['default_model']],
    content: `default_model = "gatehouse/${model}"\n\n[providers.gatehouse]\nbase_url = "${baseUrl}"\n${key ? `api_key = "${key}"` : 'api_key_env = "GATEHOUSE_API_KEY"'}\n\n[models."gatehouse/${model}"]\nprovider = "gatehouse"\n`,
  }),
];

const codex = (key: string): BundleFile[] => [
  file({
    path: 'codex/gatehouse.config.toml',
    syntax: 'toml',
    isWhole: true,
    content: `model_provider = "gatehouse"\n[model_providers.gatehouse]\n${key ? `experimental_bearer_token = "${key}"` : 'env_key = "GATEHOUSE_API_KEY"'}\n`,
  }),
];

const gemini = (key: string): BundleFile[] => [
  file({
    path: 'gemini-cli/.env',
    syntax: 'dotenv',
    managed: [['GEMINI_API_KEY'], ['GOOGLE_GEMINI_BASE_URL']],
    content: `${key ? `GEMINI_API_KEY=${key}\n` : ''}GOOGLE_GEMINI_BASE_URL=${gateway.baseUrl}\n`,
  }),
];

/** Needs the key in its file, whatever is asked for. */
const cline = (): BundleFile[] => [
  file({
    path: 'cline/providers.json',
    syntax: 'json',
    managed: [['gatehouse']],
    content: json({ gatehouse: { apiKey: clientKey } }),
  }),
];

const env = (key: string): BundleFile[] => [
  file({
    path: 'env/gatehouse.env',
    syntax: 'dotenv',
    isWhole: true,
    content: `OPENAI_BASE_URL=${baseUrl}\nGATEHOUSE_API_KEY="${key || "it's unset"}"\n`,
  }),
];

/** Bundles of several formats, as the server gives them for each placement of the key. */
export function fillBundles(state: StubState, model = 'glm-4.6', pendingNotes: string[] = []): void {
  const formats: Partial<Record<BundleFormat, (key: string, model: string) => BundleFile[]>> = {
    'claude-code': claudeCode,
    continue: continueFiles,
    kimi,
    codex,
    'gemini-cli': gemini,
    cline,
    env,
  };
  for (const [format, files] of Object.entries(formats)) {
    state.bundles[format] = (placement) =>
      stubBundle(
        format as BundleFormat,
        files(placement === 'inline' ? clientKey : '', model),
        [`A note of ${format}.`],
        pendingNotes,
      );
  }
}
