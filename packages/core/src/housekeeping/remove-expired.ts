import { removeExpiredDeviceLogins } from '../access-tokens/index.ts';
import type { Services } from '../context/index.ts';
import { removeEndedAuthentications } from '../gateway-sync/index.ts';
import { removeOldEvents } from '../gateways/index.ts';
import { removeStaleInvitations } from '../invitations/index.ts';
import { removeOldConnects } from '../provider-accounts/index.ts';
import { removeClosedWindows } from '../rate-limits/index.ts';
import { removeExpiredSessions } from '../sessions/index.ts';

/** Job: deletes what nobody can use any more and no history needs. */
export async function removeExpired({ db, log }: Pick<Services, 'db' | 'log'>): Promise<void> {
  const removed = {
    sessions: await removeExpiredSessions(db),
    deviceLogins: await removeExpiredDeviceLogins(db),
    invitations: await removeStaleInvitations(db),
    rateLimitWindows: await removeClosedWindows(db),
    gatewayEvents: await removeOldEvents(db),
    providerLogins: await removeOldConnects(db),
    gatewayAuthentications: await removeEndedAuthentications(db),
  };
  log.info(removed, 'Removed what had expired.');
}
