import type { GatewayProblem } from '@gatehouse/contracts/gateways';
import type { ApplyOutcome, ObservedTeam, TeamsDriver } from '../driver/index.ts';
import { isRecord, text } from '../http/raw.ts';
import { type Admin, type AdminFailure, unreadable } from './admin.ts';
import { applied, failedWrite } from './one-by-one.ts';
import { isMissing } from './problems.ts';

/** Teams of LiteLLM. Without budgets, limits and models of their own: what restricts is on the keys. */
export const teamsOf = (admin: Admin, write: <T>(work: () => Promise<T>) => Promise<T>): TeamsDriver => ({
  list: (ids) => list(admin, ids),
  add: (team) => write(() => add(admin, team)),
  rename: ({ id, name }) => write(() => change(admin, '/team/update', { team_id: id, team_alias: name })),
  addMember: (id, personId) => write(() => addMember(admin, id, personId)),
  removeMember: (id, personId) =>
    write(() =>
      unlessKeys(admin, `team_id=${encodeURIComponent(id)}&user_id=${encodeURIComponent(personId)}`, () =>
        change(admin, '/team/member_delete', { team_id: id, user_id: personId }),
      ),
    ),
  remove: (id) =>
    write(() =>
      unlessKeys(admin, `team_id=${encodeURIComponent(id)}`, () => change(admin, '/team/delete', { team_ids: [id] })),
    ),
});

/** One by one: the list of all would read every key of every team, those of others as well. */
async function list(
  admin: Admin,
  ids: readonly string[],
): Promise<{ ok: true; teams: ObservedTeam[] } | { ok: false; problem: GatewayProblem }> {
  const teams: ObservedTeam[] = [];
  for (const id of ids) {
    const result = await admin.get(`/team/info?team_id=${encodeURIComponent(id)}`);
    if (!result.ok && isMissing(result.status, result.text)) continue;
    if (!result.ok) return { ok: false, problem: refusal(result).problem };
    const row = isRecord(result.value) ? result.value.team_info : null;
    if (!isRecord(row)) return { ok: false, problem: unreadable };
    const members = Array.isArray(row.members_with_roles) ? row.members_with_roles.filter(isRecord) : [];
    teams.push({ id, name: text(row.team_alias), memberIds: members.map(({ user_id }) => text(user_id)) });
  }
  return { ok: true, teams };
}

async function add(admin: Admin, { id, name }: Pick<ObservedTeam, 'id' | 'name'>): Promise<ApplyOutcome> {
  const result = await admin.post('/team/new', { team_id: id, team_alias: name });
  if (result.ok) return applied(1);
  const isThere = result.status === 400 && /already exists/i.test(result.text);
  return isThere ? applied(0) : failedWrite(refusal(result), 0);
}

async function addMember(admin: Admin, id: string, personId: string): Promise<ApplyOutcome> {
  const body = { team_id: id, member: { role: 'user', user_id: personId } };
  const result = await admin.post('/team/member_add', body);
  if (result.ok) return applied(1);
  const isThere = result.status === 400 && /already in team/i.test(result.text);
  return isThere ? applied(0) : failedWrite(refusal(result), 0);
}

async function unlessKeys(admin: Admin, query: string, act: () => Promise<ApplyOutcome>): Promise<ApplyOutcome> {
  const keys = await admin.get(`/key/list?${query}&include_team_keys=true&page=1&size=1`);
  if (!keys.ok) return failedWrite({ ...refusal(keys), mayHaveActed: false }, 0);
  if (!isRecord(keys.value) || keys.value.total_count !== 0)
    return { outcome: 'rejected', problem: hasKeys, writes: 0 };
  return act();
}

async function change(admin: Admin, path: string, body: object): Promise<ApplyOutcome> {
  const result = await admin.post(path, body);
  if (result.ok) return applied(1);
  const isGone = isMissing(result.status, result.text) || /does not exist in db/i.test(result.text);
  return isGone ? applied(0) : failedWrite(refusal(result), 0);
}

const hasKeys: GatewayProblem = { code: 'refused', message: 'Keys at the gateway belong to this team still.' };

/** A proxy can hold its teams back, for instance behind a licence: that says nothing about the master key. */
const refusal = (failure: AdminFailure): AdminFailure =>
  failure.status === 403
    ? { ...failure, problem: { code: 'unsupported', message: 'This LiteLLM does not let its teams be managed.' } }
    : failure;
