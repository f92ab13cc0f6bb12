import type { Database } from '@gatehouse/db/schema';
import type { Transaction } from 'kysely';
import type { Services } from '../context/index.ts';
import { driverOf } from '../gateway-sync/index.ts';
import { lockKeysInTeam, updateClientKeyRow } from './repository.ts';
import { bringToGateway } from './wanted.ts';

type Needs = Pick<Services, 'db' | 'sealer' | 'hmac' | 'cache' | 'drivers' | 'changes'>;

/**
 * The keys of a team, or of one of its members, belong to none from now on; they work as before. Answers the gateways to
 * wake.
 */
export async function takeKeysOutOfTeam(
  tx: Transaction<Database>,
  services: Needs,
  { teamId, userId }: { teamId: string; userId: string | null },
): Promise<string[]> {
  const gatewayIds = new Set<string>();
  const rows = await lockKeysInTeam(tx, teamId, userId);
  for (const row of rows) {
    await updateClientKeyRow(tx, row.id, { team_id: null });
    const driver = await driverOf(services, row.gateway_id);
    if (!driver.teams) continue;
    await bringToGateway(tx, services, { row: { ...row, team_id: null }, driver, edit: { teamId: null } });
    gatewayIds.add(row.gateway_id);
  }
  await services.changes.publish(
    tx,
    rows.map((row) => ({
      topic: 'client-keys',
      id: row.entry_id,
      gatewayId: row.gateway_id,
      ownerUserId: row.user_id,
    })),
  );
  return [...gatewayIds];
}
