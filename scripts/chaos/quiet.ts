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
  await letAccountsTimePass(world);
  await letSettingsTimePass(world);
  for (const gateway of world.gateways) {
    gateway.endGrudges();
    const deadline = Date.now() + patienceMs;
    for (let obstacle = await repair(world, gateway); obstacle; obstacle = await repair(world, gateway)) {
      if (Date.now() > deadline) throw new Error(`No key helps (${obstacle}): ${await waiting(world)}`);
      await sleep(200);
    }
    await asOwner(world, 'updateGateway', { id: gateway.id, policy: 'repair' });
    await asOwner(world, 'syncGateway', { id: gateway.id });
  }
  await untilConfirmed(world);
  for (let round = 0; round < 2; round += 1) {
    await letSettingsTimePass(world);
    for (const { id } of world.gateways) await asOwner(world, 'syncGateway', { id });
    await untilConfirmed(world);
  }
}

async function untilConfirmed(world: World): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while ((await count(world, ['pending', 'drifted', 'unknown'])) > 0) {
    if (Date.now() > deadline) throw new Error(`Still waiting: ${await waiting(world)}`);
    await letTimePass(world);
    await letSettingsTimePass(world);
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

/** Logins that nobody finishes end after a quarter of an hour, and uploads that never arrived are given up after minutes. */
async function letAccountsTimePass({ database }: World): Promise<void> {
  const { db } = database.handle;
  await database.insist(() =>
    sql`update connect_sessions set expires_at = now(), created_at = created_at - interval '20 minutes',
      polled_at = polled_at - interval '20 minutes' where status = 'open'`.execute(db),
  );
  await database.insist(() =>
    sql`update provider_accounts set created_at = created_at - interval '20 minutes',
      next_attempt_at = now() where status in ('pending', 'drifted', 'unknown')`.execute(db),
  );
}

/** What is wanted of settings is looked at now and then only. */
async function letSettingsTimePass({ database }: World): Promise<void> {
  const { db } = database.handle;
  await database.insist(() =>
    sql`update gateway_settings set checked_at = null,
      next_attempt_at = case when next_attempt_at > now() + interval '2 seconds' then now() else next_attempt_at end`.execute(
      db,
    ),
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
  const { accounts } = await database.insist(() =>
    database.handle.db
      .selectFrom('provider_accounts')
      .select(({ fn }) => fn.countAll<string>().as('accounts'))
      // What drifted there is gone for good, or waits for its person.
      .where('status', 'in', ['pending', 'unknown'])
      .executeTakeFirstOrThrow(),
  );
  const { settings } = await database.insist(() =>
    database.handle.db
      .selectFrom('gateway_settings')
      .select(({ fn }) => fn.countAll<string>().as('settings'))
      .where('status', 'in', statuses)
      .where('is_dismissed', '=', false)
      .executeTakeFirstOrThrow(),
  );
  return Number(total) + Number(accounts) + Number(settings);
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
