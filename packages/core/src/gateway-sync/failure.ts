import type { GatewayProblem } from '@gatehouse/contracts/gateways';
import type { Services } from '../context/index.ts';
import { announceEntries, announceGateway } from './announce.ts';
import { recordGateway } from './gateway-record.ts';
import { postponeEntries } from './repository.ts';

const lockOutMs = 10 * 60_000;
/** A wrong key does not become right by itself. */
const wrongKeyLockOutMs = 30 * 60_000;

/** The gateway does not let us in: no process calls it for a while. */
export const isRefused = ({ code }: GatewayProblem): boolean =>
  ['unauthorized', 'banned', 'circuit_open', 'remote_management_disabled'].includes(code);

/** Nothing was found out about the entries: they wait, and the gateway's page says why. */
export async function recordFailure(
  services: Pick<Services, 'db' | 'cache' | 'changes' | 'log'>,
  gatewayId: string,
  problem: GatewayProblem,
): Promise<void> {
  const isLockOut = isRefused(problem);
  const atLeastMs = problem.code === 'unauthorized' ? wrongKeyLockOutMs : lockOutMs;
  const lockedOutForMs = isLockOut ? Math.max(atLeastMs, (problem.retryAfterSeconds ?? 0) * 1000) : null;
  services.log.warn({ gatewayId, problem: problem.code }, 'gateway could not be synced');
  const changed = await postponeEntries(services.db, gatewayId, problem);
  await announceEntries(services, gatewayId, changed);
  const isNews = await recordGateway(services.db, gatewayId, {
    health: isLockOut ? 'locked-out' : 'unreachable',
    problem,
    ...(lockedOutForMs === null ? {} : { lockedOutForMs }),
  });
  if (isNews) await announceGateway(services, gatewayId);
}
