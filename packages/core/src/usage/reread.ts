import type { GatewayDriver } from '@gatehouse/gateways/driver';
import { openPage, selectUnreadable } from './inbox.ts';
import { type IngestServices, ingestPage } from './ingest.ts';

/** Pages that made no sense to an older version. What they say now is counted, and the gap is closed. */
export async function rereadPages(
  services: IngestServices,
  at: { gatewayId: string; driver: GatewayDriver; keepDays: number },
): Promise<void> {
  let after: string | null = null;
  for (;;) {
    const stored = await selectUnreadable(services.db, at.gatewayId, after);
    if (!stored) return;
    after = stored.id;
    await ingestPage(services, at, openPage(services, stored));
  }
}
