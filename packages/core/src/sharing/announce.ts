import type { Database } from '@gatehouse/db/schema';
import type { Transaction } from 'kysely';
import { cacheTags } from '../cache/index.ts';
import type { Services } from '../context/index.ts';

// NOTIFY carries less than 8000 bytes; a tag takes 47.
const perMessage = 150;

/** In the transaction: what these people's bundles are made of is another now. Nobody else's is dropped. */
export async function announceChoices(
  tx: Transaction<Database>,
  { cache, changes }: Pick<Services, 'cache' | 'changes'>,
  userIds: readonly string[],
): Promise<void> {
  for (let start = 0; start < userIds.length; start += perMessage)
    await cache.invalidate(tx, userIds.slice(start, start + perMessage).map(cacheTags.choices));
  await changes.publish(
    tx,
    userIds.map((id) => ({ topic: 'bundle-choices', id, gatewayId: null, ownerUserId: id })),
  );
}

/** After the commit, in this process, so that the caller reads what they wrote. */
export const dropChoices = ({ cache }: Pick<Services, 'cache'>, userIds: readonly string[]): void =>
  cache.drop(userIds.map(cacheTags.choices));
