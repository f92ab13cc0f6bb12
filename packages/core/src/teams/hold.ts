import type { Database } from '@gatehouse/db/schema';
import type { Transaction } from 'kysely';
import { fail } from '../errors/index.ts';
import { holdMember } from './repository.ts';

/** For what a member brings into a team; throws `team_foreign`. Taking them out waits until the transaction ends. */
export async function holdMembership(
  tx: Transaction<Database>,
  teamId: string,
  userId: string,
): Promise<{ id: string; name: string }> {
  const team = await holdMember(tx, teamId, userId);
  if (!team) throw fail('team_foreign', 'The owner of this key is not in that team. Choose another one.', {});
  return team;
}
