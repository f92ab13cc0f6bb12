import type { Database } from '@gatehouse/db/schema';
import type { Transaction } from 'kysely';
import { cacheTags } from '../cache/index.ts';
import type { Services } from '../context/index.ts';

type Affected = {
  /** Who is or was in it until now. */
  memberIds: readonly string[];
  /** Whose bundles are made of something else now. Nobody else's is dropped. */
  choicesOf: readonly string[];
};

/** In the transaction that changed the team. */
export async function announceTeam(
  tx: Transaction<Database>,
  { cache, changes }: Pick<Services, 'cache' | 'changes'>,
  teamId: string,
  { memberIds, choicesOf }: Affected,
): Promise<void> {
  await cache.invalidate(tx, choicesOf.map(cacheTags.choices));
  await changes.publish(tx, [
    ...[null, ...memberIds].map((ownerUserId) => ({
      topic: 'teams' as const,
      id: teamId,
      gatewayId: null,
      ownerUserId,
    })),
    ...choicesOf.map((id) => ({ topic: 'bundle-choices' as const, id, gatewayId: null, ownerUserId: id })),
  ]);
}

/** After the commit, in this process, so that the caller reads what they wrote. */
export const dropChoicesOf = ({ cache }: Pick<Services, 'cache'>, userIds: readonly string[]): void =>
  cache.drop(userIds.map(cacheTags.choices));
