import { setTimeout as sleep } from 'node:timers/promises';
import type { Double, FaultKind } from '@gatehouse/gateways/double';
import type { Installation } from './installation.ts';
import type { Random } from './random.ts';

/** What goes wrong besides the kill of the server. */
export type Trouble =
  | 'nothing'
  /** The gateway applies writes, and the connection dies before the answer. */
  | 'answers-lost'
  /** A write is still on its way when the server dies. */
  | 'gateway-slow'
  | 'database-dies-first'
  | 'database-dies-too'
  /** The next start is killed as well, somewhere. */
  | 'start-dies';

export const troubles: Trouble[] = [
  'nothing',
  'answers-lost',
  'answers-lost',
  'gateway-slow',
  'gateway-slow',
  'database-dies-first',
  'database-dies-too',
  'start-dies',
];

type Scene = {
  installation: Installation;
  double: Double;
  random: Random;
  /** Resolves once something was acknowledged from now on. */
  busy: () => Promise<void>;
};

/** What a kill met: a run that was under way, and writes whose way was troubled. */
export type Met = { wasSyncing: boolean; faultHits: number };

/** Kills the running server at a random moment after work has begun, and starts it again. With `isPatient` the next one waits for the lease. */
export async function killOnce(
  { installation, double, random, busy }: Scene,
  { trouble, isPatient = false }: { trouble: Trouble; isPatient?: boolean },
): Promise<Met> {
  const moment = random.below(400);
  const earlier = random.below(moment + 1);
  for (const fault of faultsOf(trouble, random))
    for (const method of ['PUT', 'PATCH', 'DELETE'])
      double.faults.add({ fault, method, path: '/v0/management/*', count: 0 });
  await busy();
  await sleep(earlier);
  if (trouble === 'database-dies-first') await installation.killDatabase();
  await sleep(moment - earlier);
  await installation.kill();
  if (trouble === 'database-dies-too') await installation.killDatabase();
  const faultHits = double.faults.list().reduce((sum, { hits }) => sum + hits, 0);
  double.faults.clear();
  const held = await installation.sql('select from leases where expires_at > clock_timestamp()');
  if (!isPatient) await letLeasesRunOut({ installation, double });
  installation.launch();
  if (trouble === 'start-dies') {
    await sleep(random.below(900));
    await installation.kill();
    installation.launch();
  }
  await installation.untilUp();
  return { wasSyncing: (held ?? []).length > 0, faultHits };
}

function faultsOf(trouble: Trouble, random: Random): FaultKind[] {
  if (trouble === 'answers-lost') return [{ kind: 'reset-after', at: random.below(2) === 0 ? 'start' : 'middle' }];
  if (trouble === 'gateway-slow') return [{ kind: 'latency', beforeHeadersMs: 20 + random.below(150) }];
  return [];
}

/**
 * The dead server's lease, and the place that it held at the gateway, would keep the next one waiting for ten seconds in
 * which nothing of interest happens. So time is made to pass: what the dead one had sent to the gateway arrives, then
 * both run out.
 */
async function letLeasesRunOut({ installation, double }: Pick<Scene, 'installation' | 'double'>): Promise<void> {
  await sleep(200);
  await double.settled();
  await installation.sql(
    `with shifted as (update leases set expires_at = expires_at - interval '10 seconds')
     update gateway_authentications
     set counted_until = array(select t - interval '10 seconds' from unnest(counted_until) t)`,
  );
}
