import { randomUUID } from 'node:crypto';
import type { Reply } from '../double/reply.ts';
import { failure, ok } from './envelopes.ts';
import type { Row, Store } from './store.ts';

const record = (value: unknown): Row => (typeof value === 'object' && value !== null ? (value as Row) : {});

/** Models that a wildcard stands for, by the provider before the slash. */
const known: Record<string, readonly string[]> = {
  anthropic: ['claude-opus-4-6', 'claude-sonnet-4-5'],
  openai: ['gpt-4o'],
  gemini: ['gemini-2.5-pro'],
  xai: ['grok-4'],
};

/** One row for each deployment; a wildcard shows the models it stands for, all with its own id. */
export function modelInfo(store: Store): Reply {
  const rows = store.visibleModels().flatMap((row) => expanded(row).map(shown));
  if (rows.length === 0 && store.profile.withoutModels === 'failed')
    return failure('python', 500, 'LLM Model List not loaded in. Make sure you passed models in your config.yaml');
  return ok({ data: rows });
}

function expanded(row: Row): Row[] {
  const params = record(row.litellm_params);
  const [provider = '', name] = String(params.model).split('/');
  if (name !== '*') return [row];
  return (known[provider] ?? []).map((model) => ({
    ...row,
    model_name: `${provider}/${model}`,
    litellm_params: { ...params, model: `${provider}/${model}` },
  }));
}

function shown(row: Row): Row {
  const { api_key: _, ...params } = record(row.litellm_params);
  return { ...row, litellm_params: params, model_info: { db_model: true, ...record(row.model_info) } };
}

const needsStore = () => failure('python', 500, "Set `'STORE_MODEL_IN_DB='True'` in your env to enable this feature.");

export function newModel(store: Store, body: Row): Reply {
  if (!store.canStoreModels) return needsStore();
  const info = record(body.model_info);
  const id = typeof info.id === 'string' ? info.id : randomUUID();
  const present = store.models.get(id);
  if (present && present.goneAt === null)
    return failure('python', 400, 'Unique constraint failed on the fields: (`model_id`)');
  const row = { model_name: body.model_name, litellm_params: record(body.litellm_params), model_info: { ...info, id } };
  store.models.set(id, { row, visibleAt: Date.now() + store.lags.routerMs, goneAt: null });
  return ok({ model_id: id, ...row, litellm_params: {} });
}

export function patchModel(store: Store, id: string, body: Row): Reply {
  if (!store.canStoreModels) return needsStore();
  const model = store.models.get(id);
  if (!model || record(model.row.model_info).db_model === false) return failure('python', 404, `Model ${id} not found`);
  const before = record(model.row.litellm_params);
  // Of these versions none takes a parameter away again: null is as good as not sent.
  const sent = Object.entries(record(body.litellm_params)).filter(([, value]) => value !== null);
  const params: Row = Object.fromEntries(sent);
  const isMoved = params.api_base !== undefined && params.api_base !== before.api_base && params.api_key === undefined;
  const merged: Row = { ...before, ...params };
  if (isMoved) delete merged.api_key;
  model.row = {
    ...model.row,
    ...(body.model_name === undefined ? {} : { model_name: body.model_name }),
    litellm_params: merged,
    model_info: { ...record(model.row.model_info), ...record(body.model_info) },
  };
  return ok({ model_id: id });
}

export function deleteModel(store: Store, body: Row): Reply {
  const id = String(body.id);
  const model = store.models.get(id);
  if (!model || model.goneAt !== null || record(model.row.model_info).db_model === false)
    return failure('python', 400, `Model with id=${id} not found in db`);
  model.goneAt = Date.now() + store.lags.routerMs;
  return ok({ message: `Model: ${id} deleted successfully` });
}

/** The models that a key may use, as clients see them. */
export function clientModels(store: Store, allowed: unknown): Reply {
  const names = new Set(store.visibleModels().flatMap((row) => expanded(row).map((one) => String(one.model_name))));
  const list = Array.isArray(allowed) ? allowed.map(String) : [];
  const isEvery = list.length === 0 || list.includes('all-proxy-models');
  const data = [...names].filter((name) => isEvery || list.includes(name));
  return ok({
    object: 'list',
    data: data.map((id) => ({ id, object: 'model', created: 1_677_610_602, owned_by: 'openai' })),
  });
}
