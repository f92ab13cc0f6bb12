import type { GatewayProblem } from '@gatehouse/contracts/gateways';
import type { ApplyOutcome, ObservedPerson, PeopleDriver } from '../driver/index.ts';
import { isRecord, text } from '../http/raw.ts';
import { type Admin, type AdminFailure, unreadable } from './admin.ts';
import { applied, failedWrite } from './one-by-one.ts';
import { isMissing } from './problems.ts';

const perCall = 50;
// A single id is taken as a part of one; with a second, whole ids are compared.
const nobody = 'gatehouse-nobody';

/** Internal users of LiteLLM. Without an address: the gateway learns a name and our id. */
export const peopleOf = (admin: Admin, write: <T>(work: () => Promise<T>) => Promise<T>): PeopleDriver => ({
  list: (ids) => list(admin, ids),
  add: (person) => write(() => add(admin, person)),
  rename: ({ id, name }) => write(() => change(admin, '/user/update', { user_id: id, user_alias: name })),
  remove: (id) => write(() => remove(admin, id)),
});

async function list(
  admin: Admin,
  ids: readonly string[],
): Promise<{ ok: true; people: ObservedPerson[] } | { ok: false; problem: GatewayProblem }> {
  const people = new Map<string, ObservedPerson>();
  for (let start = 0; start < ids.length; start += perCall) {
    const asked = [...ids.slice(start, start + perCall), nobody].map(encodeURIComponent).join(',');
    const result = await admin.get(`/user/list?user_ids=${asked}&page=1&page_size=100`);
    if (!result.ok) return { ok: false, problem: refusal(result).problem };
    const rows = isRecord(result.value) ? result.value.users : null;
    if (!Array.isArray(rows)) return { ok: false, problem: unreadable };
    for (const row of rows.filter(isRecord)) {
      const keyCount = typeof row.key_count === 'number' ? row.key_count : null;
      people.set(text(row.user_id), { id: text(row.user_id), name: text(row.user_alias), keyCount });
    }
  }
  return { ok: true, people: ids.flatMap((id) => people.get(id) ?? []) };
}

/** No key is made with the person: theirs are made one by one, with our values. */
async function add(admin: Admin, { id, name }: Pick<ObservedPerson, 'id' | 'name'>): Promise<ApplyOutcome> {
  const person = { user_id: id, user_alias: name, user_role: 'internal_user', auto_create_key: false };
  const result = await admin.post('/user/new', person);
  if (result.ok) return applied(1);
  const isThere = (result.status === 400 || result.status === 409) && /already exists|unique/i.test(result.text);
  return isThere ? applied(0) : failedWrite(refusal(result), 0);
}

async function remove(admin: Admin, id: string): Promise<ApplyOutcome> {
  const keys = await admin.get(`/key/list?user_id=${encodeURIComponent(id)}&page=1&size=1`);
  if (!keys.ok) return failedWrite({ ...refusal(keys), mayHaveActed: false }, 0);
  if (!isRecord(keys.value) || keys.value.total_count !== 0)
    return { outcome: 'rejected', problem: hasKeys, writes: 0 };
  return change(admin, '/user/delete', { user_ids: [id] });
}

async function change(admin: Admin, path: string, body: object): Promise<ApplyOutcome> {
  const result = await admin.post(path, body);
  if (result.ok) return applied(1);
  return isMissing(result.status, result.text) ? applied(0) : failedWrite(refusal(result), 0);
}

const hasKeys: GatewayProblem = { code: 'refused', message: 'This person has keys at the gateway still.' };

/** A proxy can hold its users back, for instance behind a licence: that says nothing about the master key. */
const refusal = (failure: AdminFailure): AdminFailure =>
  failure.status === 403
    ? { ...failure, problem: { code: 'unsupported', message: 'This LiteLLM does not let its users be managed.' } }
    : failure;
