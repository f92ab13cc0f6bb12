import { randomBytes } from 'node:crypto';
import type { Reply } from '../double/reply.ts';
import { durationMs } from './durations.ts';
import { failure, ok } from './envelopes.ts';
import { refusedTeam } from './route-teams.ts';
import { type Row, type Store, tokenOf } from './store.ts';

const fields = [
  'key_alias',
  'models',
  'max_budget',
  'budget_duration',
  'rpm_limit',
  'tpm_limit',
  'max_parallel_requests',
  'metadata',
  'user_id',
  'team_id',
  'blocked',
  'spend',
];

const missing = () => failure('proxy', 404, 'Key not found in database');

export function generateKey(store: Store, body: Row): Reply {
  const key = typeof body.key === 'string' ? body.key : `sk-${randomBytes(16).toString('base64url')}`;
  if (!key.startsWith('sk-'))
    return failure('proxy', 400, 'Invalid key format. LiteLLM Virtual Key must start with sk-');
  const token = tokenOf(key);
  const present = store.keys.get(token);
  if (present && store.profile.generatingTwice === 'ignored') return ok({ ...present, key, token });
  if (present) return failure('python', 400, 'Key already exists');
  const refusal = refused(store, token, body);
  if (refusal) return refusal;
  const now = new Date().toISOString();
  const row: Row = {
    token,
    key_name: `sk-...${key.slice(-4)}`,
    key_alias: null,
    spend: 0,
    models: [],
    metadata: {},
    blocked: null,
    max_budget: null,
    budget_duration: null,
    rpm_limit: null,
    tpm_limit: null,
    created_at: now,
    updated_at: now,
    ...picked(store, body),
    ...limitsIn(body),
    expires: expiryOf(body.duration) ?? null,
  };
  store.keys.set(token, row);
  return ok({ ...row, key, token, token_id: token });
}

export function updateKey(store: Store, body: Row): Reply {
  if (typeof body.key !== 'string') return failure('validation', 422, 'Field required');
  const token = tokenOf(body.key);
  const row = store.keys.get(token);
  if (!row) return missing();
  const refusal = refused(store, token, body);
  if (refusal) return refusal;
  const expires = expiryOf(body.duration);
  Object.assign(row, picked(store, body), limitsIn(body), expires === undefined ? {} : { expires });
  row.updated_at = new Date().toISOString();
  return ok({ ...row, key: body.key });
}

export function deleteKeys(store: Store, body: Row): Reply {
  const asked = Array.isArray(body.keys) ? body.keys.map(String) : [];
  const found = asked.filter((key) => store.keys.has(tokenOf(key)));
  if (asked.length > 0 && found.length === 0 && store.profile.deletingMissingKeys === 'not-found')
    return failure('python', 404, 'No keys found');
  for (const key of found) {
    store.deleteKey(tokenOf(key));
    store.leaveCached(tokenOf(key));
  }
  return ok({ deleted_keys: found });
}

export function blockKey(store: Store, body: Row, isBlocked: boolean): Reply {
  const token = tokenOf(String(body.key));
  const row = store.keys.get(token);
  if (!row) return missing();
  row.blocked = isBlocked;
  if (isBlocked) store.leaveCached(token);
  return ok(row);
}

export function keyInfo(store: Store, query: URLSearchParams): Reply {
  const asked = query.get('key') ?? '';
  const archived = store.profile.keepsDeletedKeys ? store.deletedKeys.get(tokenOf(asked)) : undefined;
  const row = store.shownKey(tokenOf(asked)) ?? archived;
  if (!row) return missing();
  const { token: _, ...info } = row;
  return ok({ key: asked, info });
}

export function listKeys(store: Store, query: URLSearchParams): Reply {
  const [page, size] = [Number(query.get('page') ?? 1), Number(query.get('size') ?? 10)];
  if (!(size >= 1 && size <= 100)) return failure('validation', 422, 'Input should be less than or equal to 100');
  const [holder, team] = [query.get('user_id'), query.get('team_id')];
  const isAsked = (row: Row) => (holder === null || row.user_id === holder) && (team === null || row.team_id === team);
  const tokens = [...store.keys].flatMap(([token, row]) => (isAsked(row) ? [token] : []));
  const shown = tokens.slice((page - 1) * size, page * size);
  const isFull = query.get('return_full_object') === 'true';
  return ok({
    keys: isFull ? shown.map((token) => store.shownKey(token)) : shown,
    total_count: tokens.length,
    current_page: page,
    total_pages: Math.ceil(tokens.length / size),
  });
}

function refused(store: Store, token: string, body: Row): Reply | null {
  const ofTeam = refusedTeam(store, body, store.keys.get(token));
  if (ofTeam) return ofTeam;
  if (Number(body.max_budget ?? 0) < 0) return failure('python', 400, 'max_budget must not be negative');
  if (body.duration && body.duration !== '-1' && durationMs(body.duration) === null)
    return failure('proxy', store.profile.durationWords === 'refused' ? 400 : 500, 'Invalid duration');
  const period = body.budget_duration;
  if (period && durationMs(period) === null && store.profile.durationWords !== 'accepted')
    return failure('proxy', store.profile.durationWords === 'refused' ? 400 : 500, 'Invalid budget duration');
  const holder = [...store.keys.values()].find((row) => body.key_alias && row.key_alias === body.key_alias);
  if (holder && (holder.token !== token || store.profile.resendingOwnAlias === 'refused'))
    return failure(
      'proxy',
      400,
      `Key with alias '${body.key_alias}' already exists. Unique key aliases across all keys are required.`,
    );
  return null;
}

function picked(store: Store, body: Row): Row {
  const sent = fields.filter((field) => field in body);
  return Object.fromEntries(
    sent
      .filter((field) => field !== 'budget_duration' || body[field])
      .filter((field) => field !== 'max_budget' || body[field] !== null || store.profile.clearsBudgetByNull)
      .map((field) => [field, body[field]]),
  );
}

/** Limits for single models live inside the metadata. */
function limitsIn(body: Row): Row {
  const own = ['model_rpm_limit', 'model_tpm_limit', 'guardrails'].filter((field) => field in body);
  if (own.length === 0) return {};
  return { metadata: { ...(body.metadata as Row), ...Object.fromEntries(own.map((field) => [field, body[field]])) } };
}

/** Undefined: not sent. Null: never. */
function expiryOf(duration: unknown): string | null | undefined {
  if (duration === undefined) return undefined;
  const ms = duration === null || duration === '-1' ? null : durationMs(duration);
  return ms === null ? null : new Date(Date.now() + ms).toISOString();
}
