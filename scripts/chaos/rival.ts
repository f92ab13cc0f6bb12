import { setTimeout as sleep } from 'node:timers/promises';
import { createSealer, newSecretKey, parseSecretKeys } from '@gatehouse/core/secrets';
import { defaultPoolSettings } from '@gatehouse/db/config';
import { createDatabase } from '@gatehouse/db/database';
import { migrate } from '@gatehouse/db/migrate';
import { sql } from 'kysely';
import { foreignPrefix } from './gateways/foreigner.ts';
import { openInstance } from './instance.ts';
import { addPerson } from './people.ts';
import type { Random } from './random.ts';
import { readWanted } from './wanted.ts';
import type { ManagedGateway, World } from './world.ts';

let rivals = 0;

/**
 * A second Gatehouse with a database of its own manages the same gateway for a few seconds and believes to be alone. What
 * it leaves behind belongs to strangers.
 */
export async function sufferRival(world: World, gateway: ManagedGateway, random: Random): Promise<void> {
  rivals += 1;
  const name = `rival-${rivals}`;
  const url = new URL(world.database.url);
  url.pathname = `/${name.replace('-', '_')}`;
  await world.database.insist(() =>
    sql`create database ${sql.ref(url.pathname.slice(1))}`.execute(world.database.handle.db).catch(ignoreExisting),
  );
  const pool = { ...defaultPoolSettings, maxConnections: 4, minConnections: 0, healthCheckSeconds: 0 };
  const handle = createDatabase({ primaryUrl: url.href, replicaUrls: [], schema: null, pool });
  const database = { ...world.database, handle };
  await database.insist(() => migrate(handle.db));
  const secretKey = newSecretKey();
  const options = { databaseUrl: url.href, secretKey, name, timeoutMs: 1000 };
  const instance = await database.insist(() => openInstance(options, (text) => world.ledger.surprises.push(text)));
  const sealer = createSealer(parseSecretKeys(secretKey));
  try {
    const actor = await addPerson(database, name, 'owner');
    const { kind, baseUrl, managementKey } = gateway;
    const input = { name, kind, baseUrl, managementKey };
    const made = await instance.perform({ name: 'createGateway', actor, input });
    if (made.is !== 'acknowledged') return;
    const gatewayId = (made.value as { id: string }).id;
    for (let round = 0; round < 8; round += 1) {
      const own = `${foreignPrefix}${name}-${round}`;
      const key = { gatewayId, provider: 'claude', name: own, apiKey: own, waitMs: 0 };
      await instance.perform({ name: 'contributeProviderKey', actor, input: key });
      if (round % 2 === 0)
        await instance.perform({ name: 'createClientKey', actor, input: { gatewayId, name: own, waitMs: 0 } });
      for (const { resource, spec } of await readWanted({ database, sealer }))
        if (spec) gateway.regardAsForeign([gateway.identityOf(resource, spec)]);
      await sleep(100 + random.below(500));
    }
  } finally {
    await instance.close();
    await handle.destroy();
  }
}

/** The server may have crashed after it had done it. */
function ignoreExisting(error: unknown): void {
  if ((error as { code?: string }).code !== '42P04') throw error;
}
