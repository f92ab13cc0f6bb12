import type { Database } from '@gatehouse/db/schema';
import type { Transaction } from 'kysely';
import { may, permitUser } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import { fail, notFound } from '../errors/index.ts';
import { lockTeam, selectRole, type TeamRow } from './repository.ts';

/**
 * The team, locked, for somebody who may change it: an administrator, or an admin of the team as it is now. To anybody who
 * may not even see it, it does not exist.
 */
export async function lockManagedTeam(tx: Transaction<Database>, ctx: Context, teamId: string): Promise<TeamRow> {
  const actor = permitUser(ctx, 'teams:update-own');
  const team = await lockTeam(tx, teamId);
  if (!team) throw notFound('team');
  if (may(actor, 'teams:update')) return team;
  const role = await selectRole(tx, teamId, actor.userId);
  if (role === 'admin') return team;
  if (role === null && !may(actor, 'teams:read')) throw notFound('team');
  throw fail('forbidden', 'Only an admin of the team may do this. Ask one of them.', { permission: 'teams:update' });
}
