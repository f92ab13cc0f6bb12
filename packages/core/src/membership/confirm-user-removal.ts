import { withTransaction } from '@gatehouse/db/errors';
import { lockTransaction } from '@gatehouse/db/locks';
import { system } from '../actor/index.ts';
import { audit } from '../audit/index.ts';
import type { Services } from '../context/index.ts';
import { findLeftPeople, type LeftPerson } from '../gateway-people/index.ts';
import { retireEntriesOf } from '../gateway-sync/index.ts';
import { countUnconfirmedAccounts, retireAccountsOf } from '../provider-accounts/index.ts';
import { countUnconfirmedEntries, hasAuditEntry, markContributionsRemoved } from './repository.ts';

const action = 'user.removal-confirmed';

/**
 * Job: throws, and so is tried again, until every gateway in use has confirmed that nothing of this person is left, the
 * gateway's own person included.
 */
export async function confirmUserRemoval(services: Services, { userId }: { userId: string }): Promise<void> {
  await retireStragglers(services, userId);
  const unconfirmed =
    (await countUnconfirmedEntries(services.db, userId)) + (await countUnconfirmedAccounts(services.db, userId));
  if (unconfirmed > 0)
    throw new Error(`Gateways have not confirmed the removal of ${unconfirmed} entries of user ${userId} yet.`);
  const left = await findLeftPeople(services, userId);
  const waiting = left.filter(({ state }) => state === 'waiting');
  if (waiting.length > 0)
    throw new Error(`User ${userId} is not confirmed to be gone from ${waiting.length} gateways yet.`);
  await withTransaction(services.db, async (tx) => {
    // A job can run twice; the log says it once.
    await lockTransaction(tx, `${action}:${userId}`);
    if (await hasAuditEntry(tx, action, userId)) return;
    await audit(
      tx,
      { actor: system('offboarding'), requestId: null },
      { action, resource: 'user', resourceId: userId, details: detailsOf(left) },
    );
  });
}

/** The gateway's own person stays where others gave them keys, and whoever reads the log is told. */
const detailsOf = (kept: readonly LeftPerson[]): Record<string, string> =>
  kept.length === 0 ? {} : { kept: kept.map(({ gatewayName, reason }) => `${gatewayName}: ${reason}`).join(' ') };

/** What a request that was under way during the removal has contributed after it. */
async function retireStragglers({ db, wakeSync }: Services, userId: string): Promise<void> {
  const gatewayIds = await withTransaction(db, async (tx) => {
    await markContributionsRemoved(tx, userId);
    const accounts = await retireAccountsOf(tx, userId);
    return [...new Set([...(await retireEntriesOf(tx, userId)), ...accounts.gatewayIds])];
  });
  for (const gatewayId of gatewayIds) wakeSync(gatewayId);
}
