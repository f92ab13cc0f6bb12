import { randomBytes } from 'node:crypto';
import type { Reply } from '../double/reply.ts';
import { failure, ok } from './envelopes.ts';
import type { Row, Store } from './store.ts';

const missing = (id: unknown) => failure('python', 404, `Team not found, passed team id: ${id}.`);
const membersOf = (team: Row): Row[] => team.members_with_roles as Row[];

export function newTeam(store: Store, body: Row): Reply {
  const id = typeof body.team_id === 'string' ? body.team_id : randomBytes(8).toString('hex');
  if (store.teams.has(id))
    return failure('python', 400, `Team id = ${id} already exists. Please use a different team id.`);
  const { team_alias = null } = body;
  // Whoever makes a team is in it: with the master key, this user.
  const members_with_roles = [{ role: 'admin', user_id: 'default_user_id', user_email: null }];
  store.teams.set(id, { team_id: id, team_alias, members_with_roles, models: [], blocked: false, spend: 0 });
  return ok(store.teams.get(id));
}

export function teamInfo(store: Store, query: URLSearchParams): Reply {
  const id = query.get('team_id') ?? '';
  const team = store.teams.get(id);
  if (!team) return missing(id);
  // Keys whose time is over are left out, though they are there.
  const keys = [...store.keys.values()].filter(
    (row) => row.team_id === id && !(Date.parse(String(row.expires)) <= Date.now()),
  );
  return ok({ team_id: id, team_info: team, keys: keys.map(({ token: _, ...row }) => row), team_memberships: [] });
}

export function updateTeam(store: Store, body: Row): Reply {
  const team = store.teams.get(String(body.team_id));
  if (!team) return missing(body.team_id);
  Object.assign(team, body);
  return ok({ team_id: team.team_id, data: team });
}

/** With their keys. */
export function deleteTeams(store: Store, body: Row): Reply {
  const ids = Array.isArray(body.team_ids) ? body.team_ids.map(String) : [];
  const unknown = ids.find((id) => !store.teams.has(id));
  if (unknown !== undefined) return failure('framework', 404, `Team not found, passed team_id=${unknown}`);
  for (const [token, row] of store.keys) if (ids.includes(String(row.team_id))) store.deleteKey(token);
  for (const id of ids) store.teams.delete(id);
  return ok({ deleted_teams: ids });
}

/** A user that is not there is made. */
export function addTeamMember(store: Store, body: Row): Reply {
  const team = store.teams.get(String(body.team_id));
  if (!team) return failure('framework', 404, `Team doesn't exist in db. Team=${body.team_id}.`);
  const member = body.member as Row;
  const id = String(member.user_id);
  if (membersOf(team).some(({ user_id }) => user_id === id))
    return failure('proxy', 400, `User already in team. Member: user_id=${id}`);
  if (!store.users.has(id))
    store.users.set(id, { user_id: id, user_alias: null, user_email: null, user_role: null, spend: 0 });
  team.members_with_roles = [...membersOf(team), { role: member.role, user_id: id, user_email: null }];
  return ok(team);
}

/** With the keys that this user has in the team. */
export function deleteTeamMember(store: Store, body: Row): Reply {
  const team = store.teams.get(String(body.team_id));
  if (!team) return failure('framework', 400, `Team id=${body.team_id} does not exist in db`);
  const { user_id: id } = body;
  if (!membersOf(team).some(({ user_id }) => user_id === id))
    return failure('framework', 400, 'User not found in team');
  team.members_with_roles = membersOf(team).filter(({ user_id }) => user_id !== id);
  for (const [token, row] of store.keys) if (row.team_id === team.team_id && row.user_id === id) store.deleteKey(token);
  return ok(team);
}

/** Why a key cannot come into this team. */
export function refusedTeam(store: Store, body: Row, current: Row | undefined): Reply | null {
  if (typeof body.team_id !== 'string') return null;
  const team = store.teams.get(body.team_id);
  if (!team)
    return failure('python', 404, `Team doesn't exist in db. Team=${body.team_id}. Create team via /team/new call.`);
  if (!current || current.team_id === body.team_id || !current.user_id) return null;
  if (membersOf(team).some(({ user_id }) => user_id === current.user_id)) return null;
  return failure('proxy', 403, `User=${current.user_id} is not a member of the team=${body.team_id}.`);
}
