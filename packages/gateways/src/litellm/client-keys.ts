import { createHash } from 'node:crypto';
import type { GatewayProblem } from '@gatehouse/contracts/gateways';
import type { ClientKeySpec, ObservedEntry } from '../driver/index.ts';
import { type Normalised, refused } from '../driver/normalised.ts';
import { type RawEntry, text } from '../http/raw.ts';

/** How LiteLLM says "every model" without an empty list, which a later version may read in another way. */
export const everyModel = 'all-proxy-models';

/** Other tools write this where LiteLLM would not take a null. */
const unlimited = 2_147_483_647;

/** Expiry can only be set as a duration from now, so it is never met exactly. */
export const expiryToleranceMs = 120_000;

/** As LiteLLM stores keys: everything there is addressed by this. */
export const tokenOf = (key: string): string => createHash('sha256').update(key.trim()).digest('hex');

export const clientKeyNaturalKey = ({ key, isHashOnly }: ClientKeySpec): string =>
  isHashOnly ? key.trim() : tokenOf(key);

const periods: Record<string, string> = { daily: '1d', weekly: '7d', monthly: '30d', yearly: '365d' };

export function normaliseClientKey(spec: ClientKeySpec): Normalised<'client-keys'> {
  const key = spec.key.trim();
  if (spec.isHashOnly ? !/^[0-9a-f]{64}$/.test(key) : !key.startsWith('sk-'))
    return refused('LiteLLM only takes client keys that begin with sk-.');
  const models = spec.models && [...new Set(spec.models.map((model) => model.trim()).filter((model) => model !== ''))];
  if (models?.length === 0) return refused('A key without models would be a key to all of them. Block it instead.');
  const budget = spec.maxBudget?.trim();
  if (budget !== undefined && !/^\d+(\.\d+)?$/.test(budget)) return refused('The budget is not a number.');
  const period = spec.budgetDuration && (periods[spec.budgetDuration] ?? spec.budgetDuration);
  if (period !== undefined && !/^\d+(s|m|h|d|w|mo)$/.test(period))
    return refused('The period of the budget must look like 30d, 12h or 1mo.');
  if (spec.expiresAt !== undefined && Number.isNaN(Date.parse(spec.expiresAt)))
    return refused('The expiry is no date.');
  return {
    ok: true,
    spec: {
      key,
      ...(models ? { models: models.sort() } : {}),
      ...(budget === undefined ? {} : { maxBudget: String(Number(budget)) }),
      ...(period === undefined ? {} : { budgetDuration: period }),
      ...(spec.rpmLimit === undefined ? {} : { rpmLimit: spec.rpmLimit }),
      ...(spec.tpmLimit === undefined ? {} : { tpmLimit: spec.tpmLimit }),
      ...(spec.expiresAt === undefined ? {} : { expiresAt: new Date(spec.expiresAt).toISOString() }),
      ...(spec.isBlocked ? { isBlocked: true } : {}),
      ...(spec.isHashOnly ? { isHashOnly: true } : {}),
      ...(spec.personId === undefined ? {} : { personId: spec.personId }),
      ...(spec.teamId === undefined ? {} : { teamId: spec.teamId }),
    },
  };
}

const limit = (value: unknown): number | null => (typeof value === 'number' && value !== unlimited ? value : null);

/** Fields of a key that stay until somebody changes them: no spend, no dates of use. */
export const keptFields = [
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
  'expires',
  'blocked',
] as const;

/** A row of the key list. Its detail is what an undo needs. */
export function readClientKey(row: RawEntry): ObservedEntry<'client-keys'> | null {
  const token = text(row.token);
  if (token === '') return null;
  const models = Array.isArray(row.models) ? row.models.map(text) : [];
  const [budget, rpm, tpm] = [limit(row.max_budget), limit(row.rpm_limit), limit(row.tpm_limit)];
  const expiresAt = Date.parse(text(row.expires));
  const spec: ClientKeySpec = {
    // The key itself is never shown.
    key: token,
    isHashOnly: true,
    ...(models.length > 0 && !models.includes(everyModel) ? { models: [...models].sort() } : {}),
    ...(budget === null ? {} : { maxBudget: String(budget) }),
    ...(text(row.budget_duration) === '' ? {} : { budgetDuration: text(row.budget_duration) }),
    ...(rpm === null ? {} : { rpmLimit: rpm }),
    ...(tpm === null ? {} : { tpmLimit: tpm }),
    ...(Number.isNaN(expiresAt) ? {} : { expiresAt: new Date(expiresAt).toISOString() }),
    ...(row.blocked === true ? { isBlocked: true } : {}),
    ...(text(row.user_id) === '' ? {} : { personId: text(row.user_id) }),
    ...(text(row.team_id) === '' ? {} : { teamId: text(row.team_id) }),
  };
  const detail = Object.fromEntries(keptFields.flatMap((field) => (field in row ? [[field, row[field]]] : [])));
  return { naturalKey: token, spec, isLive: null, copies: 1, shown: shownOf(row), detail };
}

const shownOf = (row: RawEntry): { name?: string; masked?: string } => ({
  ...(text(row.key_alias) === '' ? {} : { name: text(row.key_alias) }),
  ...(text(row.key_name) === '' ? {} : { masked: text(row.key_name) }),
});

/**
 * Fields in which a key at the gateway is not as wanted; one that the spec leaves out is not ours. Whether a key of ours
 * is blocked always is: otherwise one that somebody blocked would look fine here and work for nobody.
 */
export function differingFields(seen: ClientKeySpec, wanted: ClientKeySpec): (keyof ClientKeySpec)[] {
  const fields = Object.keys(wanted) as (keyof ClientKeySpec)[];
  const differing = fields.filter(
    (field) => !isIdentity(field) && wanted[field] !== undefined && !isSame(field, seen, wanted),
  );
  const isBlockedByOthers = seen.isBlocked === true && !wanted.isBlocked && !wanted.isHashOnly;
  return isBlockedByOthers ? [...differing, 'isBlocked'] : differing;
}

const isIdentity = (field: keyof ClientKeySpec): boolean => field === 'key' || field === 'isHashOnly';

function isSame(field: keyof ClientKeySpec, seen: ClientKeySpec, wanted: ClientKeySpec): boolean {
  if (field === 'expiresAt')
    return Math.abs(Date.parse(seen.expiresAt ?? '') - Date.parse(wanted.expiresAt ?? '')) <= expiryToleranceMs;
  if (field === 'models') return JSON.stringify(seen.models) === JSON.stringify(wanted.models);
  if (field === 'maxBudget') return Number(seen.maxBudget) === Number(wanted.maxBudget);
  return seen[field] === wanted[field];
}

export const clientKeyAgrees = (seen: ObservedEntry<'client-keys'>, spec: ClientKeySpec): boolean =>
  seen.naturalKey === clientKeyNaturalKey(spec) && differingFields(seen.spec, spec).length === 0;

export const budgetPeriodStays: GatewayProblem = {
  code: 'unsupported',
  message: 'LiteLLM cannot take the period of a budget away again. Set another period, or create a new key.',
};
