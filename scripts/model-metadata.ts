import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type ModelMetadata, type ModelPrice, modelMetadata } from '@gatehouse/contracts/models';

const usage = `Renews the packaged metadata of models from a published version of @earendil-works/pi-ai (MIT).

  npm run model-metadata -- --version 1.5.2 --date 2026-11-10

  --date   when that version was published: the snapshot says how old it is
`;

/** Who makes a model knows it best; those after offer the models of others. The first that names an id is believed. */
const providers = [
  'anthropic',
  'openai',
  'google',
  'xai',
  'moonshotai',
  'zai',
  'deepseek',
  'mistral',
  'minimax',
  'xiaomi',
  'meta',
  'openai-codex',
  'kimi-coding',
  'github-copilot',
  'groq',
  'cerebras',
  'openrouter',
];

type Listed = {
  type: string;
  id: string;
  name: string;
  reasoning?: boolean;
  input?: string[];
  cost?: { input: number; output: number; cacheRead?: number; cacheWrite?: number };
  contextWindow?: number;
  maxTokens?: number;
};

const { values } = parseArgs({ options: { version: { type: 'string' }, date: { type: 'string' } } });
if (!values.version || !/^\d{4}-\d{2}-\d{2}$/.test(values.date ?? '')) {
  process.stderr.write(usage);
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'model-metadata-'));
try {
  execFileSync('npm', ['pack', `@earendil-works/pi-ai@${values.version}`, '--silent'], { cwd: folder });
  execFileSync('tar', ['xzf', `earendil-works-pi-ai-${values.version}.tgz`], { cwd: folder });
  const models = new Map<string, ModelMetadata>();
  for (const provider of providers) for (const model of listedBy(provider)) add(models, model);
  const lines = [...models]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([id, metadata]) => `    ${JSON.stringify(id)}: ${JSON.stringify(metadata)}`);
  const head = `  "date": "${values.date}",\n  "source": "@earendil-works/pi-ai ${values.version} (MIT)",`;
  const target = new URL('../packages/core/src/models/metadata/snapshot.json', import.meta.url);
  writeFileSync(target, `{\n${head}\n  "models": {\n${lines.join(',\n')}\n  }\n}\n`);
  process.stdout.write(`${models.size} models of ${values.date}\n`);
} finally {
  rmSync(folder, { recursive: true });
}

function listedBy(provider: string): Listed[] {
  const file = join(folder, 'package/dist/providers/data', `${provider}.json`);
  const byProtocol = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Record<string, Listed>>;
  return Object.values(byProtocol).flatMap((models) => Object.values(models));
}

function add(models: Map<string, ModelMetadata>, model: Listed): void {
  const isAlias = model.id.startsWith('~');
  if (isAlias || models.has(model.id) || (model.type !== 'chat' && model.type !== 'image')) return;
  const isChat = model.type === 'chat';
  const metadata = {
    displayName: model.name.replace(/^[^:]{1,40}: /, ''),
    kind: isChat ? 'chat' : 'image',
    inputModalities: model.input ?? ['text'],
    outputModalities: [isChat ? 'text' : 'image'],
    contextLimit: positive(model.contextWindow),
    outputLimit: positive(model.maxTokens),
    hasReasoning: model.reasoning === true,
    hasTools: isChat,
    price: isChat ? priceOf(model.cost) : null,
  };
  const checked = modelMetadata.safeParse(metadata);
  if (checked.success) models.set(model.id, checked.data);
}

function positive(count: number | undefined): number | null {
  return count !== undefined && count > 0 ? count : null;
}

/** Subscriptions and unknown prices are listed as zero: that is no price. */
function priceOf(cost: Listed['cost']): ModelPrice | null {
  if (!cost || cost.input <= 0) return null;
  const { input, output, cacheRead, cacheWrite } = cost;
  return {
    input: decimal(input),
    output: decimal(output),
    ...(cacheRead ? { cacheRead: decimal(cacheRead) } : {}),
    ...(cacheWrite ? { cacheWrite: decimal(cacheWrite) } : {}),
  };
}

function decimal(amount: number): string {
  return amount.toFixed(6).replace(/\.?0+$/, '');
}
