import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { UserActor } from '../../packages/core/src/actor/index.ts';
import { createCache } from '../../packages/core/src/cache/index.ts';
import { managementKeyPlace } from '../../packages/core/src/gateway-sync/index.ts';
import { createHmac, createSealer, newSecretKey, parseSecretKeys } from '../../packages/core/src/secrets/index.ts';
import { defaultPoolSettings } from '../../packages/db/src/config/index.ts';
import { createDatabase } from '../../packages/db/src/database/index.ts';
import { startEmbedded } from '../../packages/db/src/embedded/index.ts';
import { newId } from '../../packages/db/src/ids/index.ts';
import { migrate } from '../../packages/db/src/migrate/index.ts';
import { createDriver } from '../../packages/gateways/src/registry/index.ts';
import { measureIngest } from './usage-ingest.ts';
import { createKeys } from './usage-pages.ts';
import { fillSums, measureSummaries } from './usage-summaries.ts';

const folder = await mkdtemp(join(tmpdir(), 'gatehouse-bench-'));
await chmod(folder, 0o755);
const embedded = await startEmbedded({ dataDir: join(folder, 'postgres'), log: () => {} });
let statements = 0;
const config = { primaryUrl: embedded.connectionString, replicaUrls: [], schema: null, pool: defaultPoolSettings };
const database = createDatabase(config, {
  onQuery: () => {
    statements += 1;
  },
});
try {
  const { db } = database;
  await migrate(db);
  const pages: string[] = [];
  const driver = createDriver({ kind: 'cliproxyapi', baseUrl: 'http://127.0.0.1:9', managementKey: 'sk-test-bench' });
  const usage = driver.usage;
  if (!usage) throw new Error('This driver tells of no usage.');
  // The gateway’s own part is no part of what is measured: pages are there as soon as they are asked for.
  const read = async () => {
    const raw = pages.shift() ?? '[]';
    return { ok: true as const, raw, count: raw.length > 2 ? 1 : 0, hasMore: pages.length > 0, cursor: null };
  };
  const reading = Object.create(driver, { usage: { value: { ...usage, read } } }) as typeof driver;
  const sealer = createSealer(parseSecretKeys(newSecretKey()));
  const services = {
    ...{ db, replica: db, sealer, hmac: createHmac(randomBytes(32)), cache: createCache() },
    log: { info() {}, warn() {}, error: (facts: Record<string, unknown>) => console.error(facts) },
    drivers: { for: () => reading, once: () => reading },
  };
  const gatewayId = newId();
  const management_key_sealed = sealer.seal('x', managementKeyPlace(gatewayId));
  const gateway = { id: gatewayId, name: 'Bench', kind: 'cliproxyapi' as const, base_url: 'http://127.0.0.1:9' };
  await db
    .insertInto('gateways')
    .values({ ...gateway, management_key_sealed })
    .execute();
  const keys = await createKeys(services, gatewayId, 200);
  const ingested = await measureIngest({ services, pages, keys, gatewayId, statements: () => statements });
  await fillSums(services, gatewayId, keys);
  const actor: UserActor = {
    ...{ type: 'user', userId: keys[0]?.userId ?? '', name: 'Somebody', email: 'somebody@example.com', role: 'owner' },
    via: { type: 'session', sessionId: newId() },
  };
  const summaries = await measureSummaries({ replica: db, actor });
  process.send?.({ ...ingested, ...summaries });
} finally {
  await database.destroy();
  await embedded.stop();
  await rm(folder, { recursive: true, force: true });
}
