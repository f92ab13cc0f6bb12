import { type ModelMetadata, type ModelPrice, modalities, modelMetadata } from '@gatehouse/contracts/models';
import { z } from 'zod';

const deadlineMs = 30_000;
const maxBodyBytes = 32 * 1024 * 1024;

/** Who makes a model knows it best: where several name one id, the first of these is believed. */
const makers = [
  'anthropic',
  'openai',
  'google',
  'xai',
  'moonshotai',
  'zai',
  'deepseek',
  'mistral',
  'minimax',
  'alibaba',
];

const amount = z.number().nonnegative().optional();
/** The form of https://models.dev/api.json, as far as it is used. */
const listedModel = z.object({
  name: z.string(),
  reasoning: z.boolean().optional(),
  tool_call: z.boolean().optional(),
  modalities: z.object({ input: z.array(z.string()), output: z.array(z.string()) }).optional(),
  limit: z.object({ context: z.number().optional(), output: z.number().optional() }).optional(),
  cost: z.object({ input: amount, output: amount, cache_read: amount, cache_write: amount }).optional(),
});
const listing = z.record(z.string(), z.object({ models: z.record(z.string(), z.unknown()) }));

export type MetadataAnswer = { ok: true; models: Record<string, ModelMetadata> } | { ok: false; message: string };

/** Reads what is publicly known of models, in the form of models.dev. What cannot be understood is left out. */
export async function readModelMetadata(url: string, kindOf: (modelId: string) => ModelMetadata['kind']) {
  let body: unknown;
  try {
    const response = await fetch(url, {
      headers: { accept: 'application/json', 'user-agent': 'gatehouse/0.1.0' },
      signal: AbortSignal.timeout(deadlineMs),
    });
    if (!response.ok) return failed(`it answered ${response.status}`);
    body = JSON.parse(await boundedText(response));
  } catch (error) {
    return failed(error instanceof SyntaxError ? 'its answer is not JSON' : 'it could not be read');
  }
  return tableOf(body, kindOf);
}

const failed = (message: string): MetadataAnswer => ({ ok: false, message });

async function boundedText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > maxBodyBytes) throw new Error('too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function tableOf(body: unknown, kindOf: (modelId: string) => ModelMetadata['kind']): MetadataAnswer {
  const parsed = listing.safeParse(body);
  if (!parsed.success) return failed('its answer has another form');
  const rank = (provider: string) => (makers.includes(provider) ? makers.indexOf(provider) : makers.length);
  const providers = Object.keys(parsed.data).sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  const models: Record<string, ModelMetadata> = {};
  for (const provider of providers)
    for (const [id, listed] of Object.entries(parsed.data[provider]?.models ?? {})) {
      const metadata = Object.hasOwn(models, id) ? null : metadataOf(listed, kindOf(id));
      if (metadata) models[id] = metadata;
    }
  return { ok: true, models };
}

function metadataOf(listed: unknown, namedKind: ModelMetadata['kind']): ModelMetadata | null {
  const model = listedModel.safeParse(listed).data;
  if (!model) return null;
  const output = known(model.modalities?.output);
  const speaksText = output.includes('text');
  return (
    modelMetadata.safeParse({
      displayName: model.name,
      kind: namedKind === 'chat' && !speaksText ? (output[0] === 'pdf' ? 'other' : output[0]) : namedKind,
      inputModalities: known(model.modalities?.input),
      outputModalities: output,
      contextLimit: positive(model.limit?.context),
      outputLimit: positive(model.limit?.output),
      hasReasoning: model.reasoning === true,
      hasTools: model.tool_call === true,
      price: priceOf(model.cost),
    }).data ?? null
  );
}

function known(names: string[] | undefined): string[] {
  const some = (names ?? []).filter((name) => (modalities as readonly string[]).includes(name));
  return some.length > 0 ? some : ['text'];
}

const positive = (count: number | undefined): number | null => (count && count > 0 ? Math.floor(count) : null);

/** Subscriptions and unknown prices are listed as zero: that is no price. */
function priceOf(cost: z.infer<typeof listedModel>['cost']): ModelPrice | null {
  if (!cost?.input || cost.output === undefined) return null;
  return {
    input: decimal(cost.input),
    output: decimal(cost.output),
    ...(cost.cache_read ? { cacheRead: decimal(cost.cache_read) } : {}),
    ...(cost.cache_write ? { cacheWrite: decimal(cost.cache_write) } : {}),
  };
}

const decimal = (value: number): string => value.toFixed(6).replace(/\.?0+$/, '');
