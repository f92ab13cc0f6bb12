import { setTimeout as sleep } from 'node:timers/promises';
import type { GatewayProblem, Resource } from '@gatehouse/contracts/gateways';
import type { GatewayDriver, Unrestored } from '@gatehouse/gateways/driver';
import { authenticate } from './authentications.ts';
import { type Connection, connectionOf } from './connection.ts';
import type { SyncServices } from './converge.ts';
import { selectRunState } from './gateway-record.ts';
import { asWriter, type Writer } from './lease.ts';
import { planPass } from './pass.ts';
import { selectEntries } from './repository.ts';
import { dropSnapshot, keepSnapshot, type OpenedSnapshot } from './snapshots.ts';

export type Restored =
  | { ok: true; isChanged: boolean; strangers: number; unrestored: Unrestored[] }
  | { ok: false; problem: GatewayProblem };

const patienceMs = 10_000;
/** Somebody else may be writing, an answer may be lost, a reload may take a write back. */
const rounds = 6;

/**
 * Puts what is of nobody here back to how a snapshot had it, until reading back shows it. Entries of ours are not touched:
 * they follow the database.
 */
export async function restoreStrangers(
  services: SyncServices,
  gatewayId: string,
  snapshot: OpenedSnapshot,
): Promise<Restored> {
  const connection = await connectionOf(services, gatewayId);
  const state = await selectRunState(services.db, gatewayId);
  const driver = services.drivers.for(connection);
  if (!driver.restore) return { ok: false, problem: unsupported };
  const run = (writer: Writer) =>
    authenticate(
      services,
      { baseUrl: connection.baseUrl, isProven: state?.isProven ?? false },
      () => restoreUntilSeen(services, { connection, driver, writer }, snapshot),
      (restored) => (restored.ok ? null : restored.problem),
    );
  const answer = await asWriter(services, gatewayId, run, { patienceMs });
  if (!answer) return { ok: false, problem: busy };
  return answer.ok ? answer.result : answer;
}

type Target = { connection: Connection; driver: GatewayDriver; writer: Writer };

async function restoreUntilSeen<R extends Resource>(
  services: SyncServices,
  { connection: { id: gatewayId }, driver, writer }: Target,
  snapshot: OpenedSnapshot & { resource: R },
): Promise<Restored> {
  let isChanged = false;
  let problem: GatewayProblem = unconfirmed;
  for (let round = 0; round < rounds; round += 1) {
    if (round > 0) await sleep(50 * round);
    const rows = await selectEntries(services.db, gatewayId, snapshot.resource);
    const observed = await driver.observe(snapshot.resource);
    if (!observed.ok) return { ok: false, problem: observed.problem };
    const { observation } = observed;
    const input = { services, driver, resource: snapshot.resource, rows };
    const { plan, identity } = planPass(input, observation);
    const ours = new Set(rows.map((row) => row.natural_key_hmac.toString('hex')));
    const strangerCount = plan.unmanaged.length;
    const kept = isChanged
      ? null
      : await keepSnapshot(services, { gatewayId, observation, strangerCount, reason: 'undo' });
    if (!(await writer.mayWrite())) return { ok: false, problem: busy };
    for (const { keyHmac } of plan.unmanaged) ours.delete(keyHmac);
    const isOurs = (naturalKey: string) => ours.has(identity.hmac(naturalKey));
    const outcome = await driver.restore?.(snapshot.resource, snapshot.lists, isOurs, observation);
    if (kept !== null && !outcome?.writes) await dropSnapshot(services, kept);
    if (outcome?.outcome === 'applied' && outcome.writes === 0)
      return { ok: true, isChanged, strangers: strangerCount, unrestored: outcome.unrestored ?? [] };
    isChanged ||= outcome !== undefined && outcome.writes > 0;
    if (outcome && outcome.outcome !== 'applied') problem = outcome.problem;
    if (outcome?.outcome === 'rejected' && problem.code !== 'list_moved') return { ok: false, problem };
  }
  return { ok: false, problem };
}

const unsupported: GatewayProblem = {
  code: 'unsupported',
  message: 'What others had at a gateway of this kind cannot be put back.',
};
const busy: GatewayProblem = {
  code: 'list_moved',
  message: 'Another process is writing to this gateway at the moment. Try again.',
};
const unconfirmed: GatewayProblem = {
  code: 'not_live',
  message: 'It was written, and the gateway does not show it yet. Look at the gateway, then try again.',
};
