import type { GatewayProblem } from '@gatehouse/contracts/gateways';
import { withTransaction } from '@gatehouse/db/errors';
import type { Database } from '@gatehouse/db/schema';
import { sql, type Transaction } from 'kysely';
import { cacheTags } from '../cache/index.ts';
import type { Services } from '../context/index.ts';
import { announceEntries, announceGateway } from './announce.ts';
import { type Connection, managementKeyPlace } from './connection.ts';
import { type RunState, recordGateway } from './gateway-record.ts';
import { postponeEntries } from './repository.ts';

const lockOutMs = 10 * 60_000;
/** A wrong key does not become right by itself. */
const wrongKeyLockOutMs = 30 * 60_000;

/** The gateway does not let us in: no process calls it for a while. */
export const isRefused = ({ code }: GatewayProblem): boolean =>
  ['unauthorized', 'banned', 'circuit_open', 'remote_management_disabled'].includes(code);

/** What was tried: with which key, and how the gateway stood here when it began. */
export type Tried = { connection: Connection; state: Pick<RunState, 'revision'> };

/**
 * Nothing was found out about the entries: they wait, and the gateway's page says why. Somebody who corrected the key or
 * asked again since this began knows better than what came of the key before: then nothing is locked.
 */
export async function recordFailure(
  services: Pick<Services, 'db' | 'sealer' | 'cache' | 'changes' | 'log'>,
  { connection, state }: Tried,
  problem: GatewayProblem,
): Promise<void> {
  const { id: gatewayId } = connection;
  const isLockOut = isRefused(problem);
  const atLeastMs = problem.code === 'unauthorized' ? wrongKeyLockOutMs : lockOutMs;
  const lockedOutForMs = isLockOut ? Math.max(atLeastMs, (problem.retryAfterSeconds ?? 0) * 1000) : null;
  services.log.warn({ gatewayId, problem: problem.code }, 'gateway could not be synced');
  const isNews = await withTransaction(services.db, async (tx) => {
    if (isLockOut && (await isOutdated(services, tx, { connection, state }))) return null;
    return recordGateway(tx, gatewayId, {
      health: isLockOut ? 'locked-out' : 'unreachable',
      problem,
      ...(lockedOutForMs === null ? {} : { lockedOutForMs }),
    });
  });
  if (isNews === null) {
    // This process may not have heard of the other key yet.
    services.cache.drop([cacheTags.gateway(gatewayId)]);
    return;
  }
  const changed = await postponeEntries(services.db, gatewayId, problem);
  await announceEntries(services, gatewayId, changed);
  if (isNews) await announceGateway(services, gatewayId);
}

async function isOutdated(
  { sealer }: Pick<Services, 'sealer'>,
  tx: Transaction<Database>,
  { connection, state }: Tried,
): Promise<boolean> {
  const row = await tx
    .selectFrom('gateways')
    .select(['management_key_sealed', sql<string>`xmin::text`.as('revision')])
    .where('id', '=', connection.id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) return true;
  const managementKey = sealer.open(row.management_key_sealed, managementKeyPlace(connection.id));
  return row.revision !== state.revision || managementKey !== connection.managementKey;
}
