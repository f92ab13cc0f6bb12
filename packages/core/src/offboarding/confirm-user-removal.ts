import { withTransaction } from '@gatehouse/db/errors';
import { lockTransaction } from '@gatehouse/db/locks';
import { system } from '../actor/index.ts';
import { audit } from '../audit/index.ts';
import type { Services } from '../context/index.ts';
import { countUnconfirmedEntries, hasAuditEntry } from './repository.ts';

const action = 'user.removal-confirmed';

/** Job: throws, and so is tried again, until every gateway in use has confirmed that nothing of this person is left. */
export async function confirmUserRemoval(services: Services, { userId }: { userId: string }): Promise<void> {
  const unconfirmed = await countUnconfirmedEntries(services.db, userId);
  if (unconfirmed > 0)
    throw new Error(`Gateways have not confirmed the removal of ${unconfirmed} entries of user ${userId} yet.`);
  await withTransaction(services.db, async (tx) => {
    // A job can run twice; the log says it once.
    await lockTransaction(tx, `${action}:${userId}`);
    if (await hasAuditEntry(tx, action, userId)) return;
    await audit(
      tx,
      { actor: system('offboarding'), requestId: null },
      { action, resource: 'user', resourceId: userId },
    );
  });
}
