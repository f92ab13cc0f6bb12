import type { Database } from '@gatehouse/db/schema';
import type { Transaction } from 'kysely';
import type { Services } from '../context/index.ts';
import { announceTeam } from './announce.ts';
import { deleteMemberships, selectMemberIds } from './repository.ts';

/** When a person is removed: they are in no team any more. Answers of how many. */
export async function leaveTeams(
  tx: Transaction<Database>,
  services: Pick<Services, 'cache' | 'changes'>,
  userId: string,
): Promise<number> {
  const teamIds = await deleteMemberships(tx, userId);
  for (const teamId of teamIds)
    await announceTeam(tx, services, teamId, { memberIds: await selectMemberIds(tx, teamId), choicesOf: [userId] });
  return teamIds.length;
}
