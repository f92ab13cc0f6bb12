import type { Database } from '@gatehouse/db/schema';
import type { ClientKeySpec, GatewayDriver } from '@gatehouse/gateways/driver';
import type { Transaction } from 'kysely';
import type { Services } from '../context/index.ts';
import { edited } from '../entry-settings/index.ts';
import { changeEntry, lockSpec, prepareEntry, retireEntries, wantEntry } from '../gateway-sync/index.ts';
import { gatewayTeamIdOf } from '../teams/index.ts';
import { limitsFrom } from './limits.ts';
import type { KeyRow } from './repository.ts';
import { clientKeyPlace } from './sealed-columns.ts';

type Needs = Pick<Services, 'sealer' | 'hmac'>;
type SpecEdit = { [K in keyof ClientKeySpec]?: ClientKeySpec[K] | null | undefined | false };

/**
 * Whether the gateway is to have the key at all. Where it can neither expire nor block a key, a key that is over or
 * blocked is taken out.
 */
export const belongsAtGateway = (
  row: Pick<KeyRow, 'is_blocked' | 'is_expired'>,
  { capabilities }: Pick<GatewayDriver, 'capabilities'>,
): boolean => !(row.is_blocked && !capabilities.keyBlocking) && !(row.is_expired && !capabilities.keyExpiry);

/** What its gateway is told of a key's team: nothing where there is none, or where the gateway has no teams. */
export const teamFieldOf = ({ teams }: Pick<GatewayDriver, 'teams'>, teamId: string | null): ClientKeySpec['teamId'] =>
  teams && teamId !== null ? gatewayTeamIdOf(teamId) : undefined;

/** The key as its row says it, for a gateway that does not have it. */
export function specOf({ sealer }: Pick<Services, 'sealer'>, row: KeyRow, driver: GatewayDriver): ClientKeySpec | null {
  if (!row.key_sealed || row.is_expired || !belongsAtGateway(row, driver)) return null;
  const { keyExpiry } = driver.capabilities;
  return edited<ClientKeySpec>(
    { key: sealer.open(row.key_sealed, clientKeyPlace(row.id)) },
    {
      ...limitsFrom(row.limits),
      expiresAt: keyExpiry ? row.expires_at?.toISOString() : null,
      isBlocked: row.is_blocked || undefined,
      teamId: teamFieldOf(driver, row.team_id),
    },
  );
}

/** Wants a key that its gateway does not have, if it is to have it. */
export async function wantKey(
  tx: Transaction<Database>,
  services: Needs,
  row: KeyRow,
  driver: GatewayDriver,
): Promise<boolean> {
  const spec = specOf(services, row, driver);
  if (spec === null) return false;
  const entry = prepareEntry(services, driver, {
    gatewayId: row.gateway_id,
    resource: 'client-keys',
    spec,
    ownerUserId: row.user_id,
  });
  await wantEntry(tx, entry).execute();
  return true;
}

/** After an edit of `row`: its gateway is to have what the row says. Only the edited fields are touched in place. */
export async function bringToGateway(
  tx: Transaction<Database>,
  services: Needs,
  { row, driver, edit }: { row: KeyRow; driver: GatewayDriver; edit: SpecEdit },
): Promise<void> {
  if (row.entry_desired === 'absent') {
    if (row.is_owner_active) await wantKey(tx, services, row, driver);
    return;
  }
  if (!belongsAtGateway(row, driver)) {
    await retireEntries(tx, [row.entry_id]);
    return;
  }
  const spec = edited<ClientKeySpec>(await lockSpec<'client-keys'>(tx, services, row.entry_id), edit);
  const next = prepareEntry(services, driver, {
    gatewayId: row.gateway_id,
    resource: 'client-keys',
    spec,
    ownerUserId: row.user_id,
  });
  await changeEntry(tx, services, row.entry_id, next);
}
