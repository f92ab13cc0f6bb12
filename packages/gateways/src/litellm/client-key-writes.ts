import type { GatewayProblem } from '@gatehouse/contracts/gateways';
import type { ApplyOutcome, Change, ClientKeySpec, MayWrite, Observation } from '../driver/index.ts';
import { isRecord } from '../http/raw.ts';
import type { Admin, AdminFailure } from './admin.ts';
import { budgetPeriodStays, differingFields, everyModel, tokenOf } from './client-keys.ts';
import { applied, failedWrite, oneByOne } from './one-by-one.ts';
import { isMissing } from './problems.ts';

type Field = keyof ClientKeySpec;

export function applyClientKeys(
  admin: Admin,
  changes: readonly Change<'client-keys'>[],
  base: Observation<'client-keys'>,
  mayWrite?: MayWrite,
): Promise<ApplyOutcome> {
  const seen = new Map(base.entries.map((entry) => [entry.naturalKey, entry.spec]));
  return oneByOne(
    changes,
    (change) => {
      const current = seen.get(change.naturalKey);
      if (change.kind === 'ensure-absent') return remove(admin, change.naturalKey);
      return current ? update(admin, current, change) : create(admin, change.spec);
    },
    mayWrite,
  );
}

const meanwhile: GatewayProblem = {
  code: 'list_moved',
  message: 'Somebody else changed this key meanwhile. It is read again first.',
};

const lostForGood: GatewayProblem = {
  code: 'unsupported',
  message:
    'The gateway does not have this key any more, and only whoever uses it knows it. Revoke it here, and create a new one.',
};

/**
 * Our own value is given, so that a lost answer loses no key and a second try finds the first: some versions refuse it,
 * others say yes and leave what is there as it is.
 */
async function create(admin: Admin, spec: ClientKeySpec): Promise<ApplyOutcome> {
  if (spec.isHashOnly) return { outcome: 'rejected', problem: lostForGood, writes: 0 };
  const token = tokenOf(spec.key);
  const result = await admin.post('/key/generate', {
    key: spec.key,
    key_alias: `gh-${token.slice(0, 24)}`,
    metadata: { managed_by: 'gatehouse' },
    ...bodyOf(spec, Object.keys(spec) as Field[]),
    ...(spec.isBlocked ? { blocked: true } : {}),
  });
  if (result.ok) return applied(1);
  if (!result.mayHaveActed && (await exists(admin, token)) === true)
    return { outcome: 'rejected', problem: meanwhile, writes: 0 };
  return failedWrite(result, 0);
}

/** Only what is different is sent: everything else on the key belongs to others. What restricts comes first. */
async function update(
  admin: Admin,
  current: ClientKeySpec,
  { naturalKey, spec, clear }: Extract<Change<'client-keys'>, { kind: 'ensure-present' }>,
): Promise<ApplyOutcome> {
  if (clear.includes('budgetDuration')) return { outcome: 'rejected', problem: budgetPeriodStays, writes: 0 };
  const fields = differingFields(current, spec);
  const calls: [path: string, body: object][] = [];
  const isBlockOurs = fields.includes('isBlocked');
  if (isBlockOurs && spec.isBlocked) calls.push(['/key/block', {}]);
  const body = { ...bodyOf(spec, fields), ...clearedBody(clear) };
  if (Object.keys(body).length > 0) calls.push(['/key/update', body]);
  if (!spec.isBlocked && (isBlockOurs || clear.includes('isBlocked'))) calls.push(['/key/unblock', {}]);
  let writes = 0;
  for (const [path, json] of calls) {
    const result = await admin.post(path, { key: naturalKey, ...json });
    if (!result.ok) return isGone(result) ? gone(writes) : failedWrite(result, writes);
    writes += 1;
  }
  return applied(writes);
}

const isGone = ({ status, text }: AdminFailure) => isMissing(status, text);

const gone = (writes: number): ApplyOutcome => ({
  outcome: writes > 0 ? 'unknown' : 'rejected',
  problem: meanwhile,
  writes,
});

async function remove(admin: Admin, token: string): Promise<ApplyOutcome> {
  const result = await admin.post('/key/delete', { keys: [token] });
  if (result.ok) return applied(1);
  if (isGone(result) || (!result.mayHaveActed && (await exists(admin, token)) === false)) return applied(0);
  return failedWrite(result, 0);
}

/** Null if it could not be found out. Newer versions still show a key that was deleted, from an archive. */
async function exists(admin: Admin, token: string): Promise<boolean | null> {
  const result = await admin.get(`/key/info?key=${token}`);
  if (result.ok) return !(isRecord(result.value) && isRecord(result.value.info) && result.value.info.deleted_at);
  return isMissing(result.status, result.text) ? false : null;
}

function bodyOf(spec: ClientKeySpec, fields: readonly Field[]): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const field of fields) {
    if (field === 'models' && spec.models && spec.models.length > 0) body.models = spec.models;
    if (field === 'maxBudget' && spec.maxBudget !== undefined) body.max_budget = Number(spec.maxBudget);
    if (field === 'budgetDuration') body.budget_duration = spec.budgetDuration;
    if (field === 'personId') body.user_id = spec.personId;
    if (field === 'teamId') body.team_id = spec.teamId;
    if (field === 'rpmLimit') body.rpm_limit = spec.rpmLimit;
    if (field === 'tpmLimit') body.tpm_limit = spec.tpmLimit;
    if (field === 'expiresAt' && spec.expiresAt !== undefined) body.duration = durationUntil(spec.expiresAt);
  }
  return body;
}

function clearedBody(clear: readonly Field[]): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  if (clear.includes('models')) body.models = [everyModel];
  if (clear.includes('maxBudget')) body.max_budget = null;
  if (clear.includes('rpmLimit')) body.rpm_limit = null;
  if (clear.includes('tpmLimit')) body.tpm_limit = null;
  if (clear.includes('expiresAt')) body.duration = '-1';
  if (clear.includes('personId')) body.user_id = null;
  if (clear.includes('teamId')) body.team_id = null;
  return body;
}

/** What is over already ends in a second: there is no shorter time. */
export const durationUntil = (expiresAt: string): string =>
  `${Math.max(1, Math.ceil((Date.parse(expiresAt) - Date.now()) / 1000))}s`;
