import type { Observation, RawList, RestoreOutcome, Unrestored } from '../driver/index.ts';
import { canonical, isRecord, type RawEntry, text } from '../http/raw.ts';
import type { Admin } from './admin.ts';
import { durationUntil } from './client-key-writes.ts';
import { expiryToleranceMs, keptFields } from './client-keys.ts';
import { failedWrite } from './one-by-one.ts';

type Kept = { token: string; name: string; fields: RawEntry };

const section = 'keys';

export const rawKeys = ({ entries }: Pick<Observation<'client-keys'>, 'entries'>): RawList[] => {
  const kept = entries.map(({ naturalKey, shown, detail }): Kept => {
    const name = shown?.name ?? shown?.masked ?? `${naturalKey.slice(0, 8)}…`;
    return { token: naturalKey, name, fields: isRecord(detail) ? detail : {} };
  });
  return [{ section, content: JSON.stringify(kept.sort((a, b) => a.token.localeCompare(b.token))) }];
};

const gone = 'It was deleted, and only whoever used it knows the key. They need a new one.';
const newer = 'It was made since then, and stays: whoever uses it would lose it for good.';
const period = 'LiteLLM cannot take the period of a budget away again.';

/** What keys of others were limited to. A key that was deleted since is known to nobody here, so it stays away. */
export async function restoreKeys(
  admin: Admin,
  lists: readonly RawList[],
  isOurs: (token: string) => boolean,
  base: Observation<'client-keys'>,
): Promise<RestoreOutcome> {
  const was = keptIn(lists).filter(({ token }) => !isOurs(token));
  const now = keptIn(rawKeys(base)).filter(({ token }) => !isOurs(token));
  const current = new Map(now.map((one) => [one.token, one.fields]));
  const known = new Set(was.map(({ token }) => token));
  const unrestored: Unrestored[] = now
    .filter(({ token }) => !known.has(token))
    .map(({ name }) => ({ name, reason: newer }));
  let writes = 0;
  for (const { token, name, fields } of was) {
    const seen = current.get(token);
    if (!seen) unrestored.push({ name, reason: gone });
    if (!seen) continue;
    const { calls, isPeriodLeft } = callsFor(fields, seen);
    if (isPeriodLeft) unrestored.push({ name, reason: period });
    for (const [path, body] of calls) {
      const result = await admin.post(path, { key: token, ...body });
      if (!result.ok) return { ...failedWrite(result, writes), unrestored };
      writes += 1;
    }
  }
  return { outcome: 'applied', writes, unrestored };
}

function keptIn(lists: readonly RawList[]): Kept[] {
  const list = lists.find((one) => one.section === section);
  return list ? (JSON.parse(list.content) as Kept[]) : [];
}

type Calls = { calls: [path: string, body: RawEntry][]; isPeriodLeft: boolean };

/** What restricts comes first. An empty list of models is written only where it was one: it is what its owner had. */
function callsFor(was: RawEntry, now: RawEntry): Calls {
  const body: RawEntry = {};
  for (const field of keptFields) {
    if (field === 'blocked' || field === 'expires' || field === 'budget_duration') continue;
    if (canonical(was[field] ?? null) !== canonical(now[field] ?? null)) body[field] = was[field] ?? emptyOf(field);
  }
  const isPeriodLeft = text(was.budget_duration) === '' && text(now.budget_duration) !== '';
  if (!isPeriodLeft && text(was.budget_duration) !== text(now.budget_duration))
    body.budget_duration = was.budget_duration;
  if (!isSameTime(was.expires, now.expires))
    body.duration = text(was.expires) === '' ? '-1' : durationUntil(text(was.expires));
  const calls: Calls['calls'] = [];
  const [wasBlocked, isBlocked] = [was.blocked === true, now.blocked === true];
  if (wasBlocked && !isBlocked) calls.push(['/key/block', {}]);
  if (Object.keys(body).length > 0) calls.push(['/key/update', body]);
  if (!wasBlocked && isBlocked) calls.push(['/key/unblock', {}]);
  return { calls, isPeriodLeft };
}

const emptyOf = (field: string): unknown => (field === 'models' ? [] : field === 'metadata' ? {} : null);

/** One that is over already is met by one that is over soon. */
function isSameTime(left: unknown, right: unknown): boolean {
  const [was, now] = [Date.parse(text(left)), Date.parse(text(right))];
  if (Number.isNaN(was) || Number.isNaN(now)) return Number.isNaN(was) === Number.isNaN(now);
  return Math.abs(was - now) <= expiryToleranceMs || Math.max(was, now) <= Date.now() + expiryToleranceMs;
}
