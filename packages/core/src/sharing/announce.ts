import type { Database } from '@gatehouse/db/schema';
import type { Transaction } from 'kysely';
import { cacheTags } from '../cache/index.ts';
import type { Services } from '../context/index.ts';

/** In the transaction: what these people's bundles are made of is another now. Nobody else's is dropped. */
export async function announceChoices(
  tx: Transaction<Database>,
  { cache, changes }: Pick<Services, 'cache' | 'changes'>,
  userIds: readonly string[],
): Promise<void> {
  await cache.invalidate(tx, userIds.map(cacheTags.choices));
  await changes.publish(
    tx,
    userIds.map((id) => ({ topic: 'bundle-choices', id, gatewayId: null, ownerUserId: id })),
  );
}

/** After the commit, in this process, so that the caller reads what they wrote. */
export const dropChoices = ({ cache }: Pick<Services, 'cache'>, userIds: readonly string[]): void =>
  cache.drop(userIds.map(cacheTags.choices));
