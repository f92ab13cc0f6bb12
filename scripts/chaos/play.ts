import { setTimeout as sleep } from 'node:timers/promises';
import { operate } from './operations/index.ts';
import { createRandom } from './random.ts';
import { sufferRival } from './rival.ts';
import { type Fault, isFault, type Operation, type Step } from './script/index.ts';
import { type ManagedGateway, repair, type World } from './world.ts';

const atOnce = 24;

/** Plays the script: operations overlap, faults come in between. Resolves when the last operation was answered. */
export async function play(world: World, steps: readonly Step[], faults: Map<string, number>): Promise<void> {
  const underWay = new Set<Promise<void>>();
  const begin = (work: Promise<void>) => {
    const tracked = work.finally(() => underWay.delete(tracked));
    underWay.add(tracked);
  };
  let operations = 0;
  for (const step of steps) {
    await sleep(step.pauseMs);
    for (const gateway of world.gateways) gateway.enforceGrudges();
    while (underWay.size >= atOnce) await Promise.race(underWay);
    if (isFault(step)) {
      const name = step.fault === 'foreigner' ? `foreigner-${step.act}` : step.fault;
      faults.set(name, (faults.get(name) ?? 0) + 1);
      begin(cause(world, step, step.seed));
    } else {
      operations += 1;
      if (operations % 250 === 0) world.say(`${operations} operations`);
      begin(operate(world, step as Step & Operation));
    }
  }
  await Promise.all(underWay);
}

async function cause(world: World, fault: Fault, seed: number): Promise<void> {
  const random = createRandom(seed);
  if (fault.fault === 'kill-instance') return world.instances.killOne(random.below(1000));
  // Longer than a lease lasts, or shorter.
  if (fault.fault === 'pause-instance') return world.instances.pauseOne(random.below(1000), 8000 + random.below(5000));
  if (fault.fault === 'restart-database')
    return world.database.crash(random.pick(['SIGKILL', 'SIGINT', 'SIGQUIT']) ?? 'SIGKILL');
  const gateway = world.gateways[fault.gateway];
  if (!gateway) return;
  if (fault.fault === 'foreigner') return gateway.actAsForeigner(fault.act, random);
  if (fault.fault === 'rotated-key') return void gateway.changeManagementKey();
  if (fault.fault === 'end-staleness') return gateway.endStaleness();
  if (fault.fault === 'repair') return repairAtLast(world, gateway);
  if (fault.fault === 'meddle') return gateway.settings?.meddle(random);
  if (fault.fault === 'rival') return sufferRival(world, gateway, random);
  await gateway.inject(fault.fault, random);
}

/** An operator tries more than once: other faults get in the way of the repair. */
async function repairAtLast(world: World, gateway: ManagedGateway): Promise<void> {
  for (let tries = 0; tries < 10 && (await repair(world, gateway)) !== null; tries += 1) await sleep(300);
}
