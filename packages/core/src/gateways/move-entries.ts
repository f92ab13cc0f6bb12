import type { ClientKeySpec, CustomProviderSpec, GatewayDriver } from '@gatehouse/gateways/driver';
import type { Services } from '../context/index.ts';
import { type PreparedEntry, prepareEntry, specPlace } from '../gateway-sync/index.ts';
import { gatewayTeamIdOf } from '../teams/index.ts';
import type { Movable, Moving } from './move-repository.ts';

export type Kept = { entryId: string; reason: string };

const secretUnknown = 'Nobody here knows its secret. Whoever does adds it at the other gateway.';
const cannotBlock = 'It is blocked, and the other gateway cannot block a key.';

type Target = { id: string; version: string | null; driver: GatewayDriver };

/** Each entry as the other gateway would hold it; one that cannot be held there stays, and says why. */
export function prepareMove(
  services: Pick<Services, 'hmac' | 'sealer'>,
  { id, version, driver }: Target,
  movable: readonly Movable[],
): { moving: Moving[]; kept: Kept[] } {
  const moving: Moving[] = [];
  const kept: Kept[] = [];
  for (const row of movable) {
    const spec = JSON.parse(services.sealer.open(row.spec_sealed, specPlace(row.natural_key_hmac)));
    const fitted = row.resource === 'client-keys' ? fitKey(spec, row, driver) : spec;
    const normal = driver.resources.includes(row.resource) ? driver.normalise(row.resource, fitted, version) : null;
    const reason =
      obstacleFor(spec, driver) ?? (normal?.ok === false ? normal.problem.message : normal ? null : noSuchList);
    if (reason) kept.push({ entryId: row.id, reason });
    else moving.push({ from: row.id, entry: prepared(fitted, row) });
  }
  return { moving, kept };

  function prepared(spec: object, { resource, owner_user_id }: Movable): PreparedEntry {
    const entry = { gatewayId: id, gatewayVersion: version, resource, ownerUserId: owner_user_id };
    return prepareEntry(services, driver, { ...entry, spec: spec as ClientKeySpec });
  }
}

const noSuchList = 'The other gateway has no place for it.';

function obstacleFor(spec: ClientKeySpec | CustomProviderSpec, { capabilities }: GatewayDriver): string | null {
  if (('isHashOnly' in spec && spec.isHashOnly) || ('foreign' in spec && spec.foreign)) return secretUnknown;
  return 'key' in spec && spec.isBlocked && !capabilities.keyBlocking ? cannotBlock : null;
}

/** The time at which a key is over is kept by its row as well; who its owner is at a gateway is found out anew. */
function fitKey(
  { personId: _, expiresAt: _expiresAt, teamId: _teamId, ...spec }: ClientKeySpec,
  { expires_at: expiresAt, team_id: teamId }: Movable,
  { capabilities, teams }: GatewayDriver,
): ClientKeySpec {
  return {
    ...spec,
    ...(expiresAt && capabilities.keyExpiry ? { expiresAt: expiresAt.toISOString() } : {}),
    ...(teamId && teams ? { teamId: gatewayTeamIdOf(teamId) } : {}),
  };
}
