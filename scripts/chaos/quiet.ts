import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { asOwner, repair, type World } from './world.ts';

const patienceMs = 90_000;

/**
 * The faults end, gateways get their keys back, and what waits is given the time that its backoff asks for. Then an
 * operator asks each gateway to sync, which also releases what had to wait for a person. Throws with what still waits.
 */
export async function becomeQuiet(world: World): Promise<void> {
  await Promise.all(world.gateways.map((gateway) => gateway.calm()));
  await world.instances.ready();
  for (const gateway of world.gateways) {
    gateway.endGrudges();
    const deadline = Date.now() + patienceMs;
    for (let obstacle = await repair(world, gateway); obstacle; obstacle = await repair(world, gateway)) {
      if (Date.now() > deadline) throw new Error(`No key helps (${obstacle}): ${await waiting(world)}`);
      await sleep(200);
    }
  }
  await untilConfirmed(world);
  for (let round = 0; round < 2; round += 1) {
    for (const { id } of world.gateways) await asOwner(world, 'syncGateway', { id });
    await untilConfirmed(world);
  }
}

async function untilConfirmed(world: World): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while ((await count(world, ['pending', 'drifted', 'unknown'])) > 0) {
    if (Date.now() > deadline) throw new Error(`Still waiting: ${await waiting(world)}`);
    await letTimePass(world);
    await sleep(150);
  }
}

/** Nothing of interest happens in five minutes of backoff; ten seconds of a lease are waited for. */
async function letTimePass({ database }: World): Promise<void> {
  await database.insist(() =>
    database.handle.db
      .updateTable('gateway_entries')
      .set({ next_attempt_at: sql<Date>`now()` })
      .where('status', 'in', ['pending', 'drifted', 'unknown'])
      .where('next_attempt_at', '>', sql<Date>`now() + interval '2 seconds'`)
      .execute(),
  );
}

type Status = 'pending' | 'drifted' | 'unknown';

async function count({ database }: World, statuses: Status[]): Promise<number> {
  const { total } = await database.insist(() =>
    database.handle.db
      .selectFrom('gateway_entries')
      .select(({ fn }) => fn.countAll<string>().as('total'))
      .where('status', 'in', statuses)
      .executeTakeFirstOrThrow(),
  );
  return Number(total);
}

async function waiting({ database }: World): Promise<string> {
  const entries = await database.handle.db
    .selectFrom('gateway_entries')
    .select(['gateway_id', 'resource', 'desired', 'status', 'attempts', 'problem'])
    .where('status', '<>', 'applied')
    .limit(5)
    .execute();
  const gateways = await database.handle.db
    .selectFrom('gateways')
    .select(['id', 'health', 'problem', 'locked_out_until'])
    .execute();
  return JSON.stringify({ entries, gateways });
}
