import { cacheChannel, createCache } from '@gatehouse/core/cache';
import { changesChannel, createChanges } from '@gatehouse/core/changes';
import type { Services } from '@gatehouse/core/context';
import { peoplePass } from '@gatehouse/core/gateway-people';
import { settingsPass } from '@gatehouse/core/gateway-settings';
import { createSyncWorker, type SyncWorker, wakeChannel } from '@gatehouse/core/gateway-sync';
import { teamsPass } from '@gatehouse/core/gateway-teams';
import { createPgBossJobs } from '@gatehouse/core/jobs';
import { accountsPass } from '@gatehouse/core/provider-accounts';
import { createRateLimits } from '@gatehouse/core/rate-limits';
import { createHmac, createSealer, parseSecretKeys } from '@gatehouse/core/secrets';
import { ensureInstallation } from '@gatehouse/core/setup';
import { createUsageCollector } from '@gatehouse/core/usage';
import type { DatabaseHandle } from '@gatehouse/db/database';
import { notify } from '@gatehouse/db/notifications';
import { type Config, readSecretKeys } from '../config/index.ts';
import type { Logger } from '../logging/index.ts';
import type { Closing } from '../start/closing.ts';
import type { Counters } from './counters.ts';
import { openDatabase } from './database.ts';
import { createDrivers } from './drivers.ts';
import { jobHandlers } from './job-handlers.ts';

export { type Counters, servicesForRequests } from './counters.ts';

export type Installation = {
  services: Services;
  /** Null once somebody has claimed the installation. */
  setupToken: string | null;
};

/** Builds the long-lived objects, once. What the role `jobs` does begins here as well. */
export async function createServices(
  config: Config & { publicUrl: string },
  { log, closing, counters = {} }: { log: Logger; closing: Closing; counters?: Counters },
): Promise<Installation> {
  const isWorker = config.roles.has('jobs');
  const secretKeys = parseSecretKeys(config.secretKeys ?? (await readSecretKeys(config.dataDir)));
  const sealer = createSealer(secretKeys);
  const database = await openDatabase(config, { log, closing, onQuery: counters.onQuery });
  const { db, replica } = database;
  const { pepper, setupToken } = await ensureInstallation({ db, sealer });
  const hmac = createHmac(pepper);
  const [{ notifications, ...live }, jobs] = await Promise.all([
    openLive(database, { log, closing }),
    createPgBossJobs({
      db,
      schema: config.database.schema === null ? 'jobs' : `${config.database.schema}_jobs`,
      isWorker,
      onError: (error) => log.error({ err: error }, 'Background work failed'),
    }),
  ]);
  closing.add('requests', 'jobs', () => jobs.stop());
  let worker: SyncWorker | undefined;
  const services: Services = {
    db,
    replica,
    sealer,
    hmac,
    ...live,
    jobs,
    rateLimits: createRateLimits({ db, hmac }),
    drivers: createDrivers({ onCall: counters.onCall }),
    passes: [teamsPass, accountsPass, peoplePass, settingsPass],
    wakeSync(gatewayId) {
      if (worker) return worker.wake(gatewayId);
      notify(db, wakeChannel, gatewayId).catch((error) => log.warn({ err: error }, 'Waking the sync failed'));
    },
    log,
    publicUrl: config.publicUrl,
    limits: config.limits,
  };
  if (isWorker) {
    worker = createSyncWorker(services);
    closing.add('requests', 'gateway sync', () => worker?.stop());
    worker.start();
    notifications.on(wakeChannel, (gatewayId) => worker?.wake(gatewayId));
    const collector = createUsageCollector(services, { keepDays: config.usageRecordDays });
    closing.add('requests', 'usage collector', () => collector.stop());
    collector.start();
    await jobs.work(jobHandlers(services, config));
    if (secretKeys.length > 1) await jobs.enqueue(db, 'reseal-secrets', {});
  }
  return { services, setupToken };
}

/** What hears of other processes. */
async function openLive(database: DatabaseHandle, { log, closing }: { log: Logger; closing: Closing }) {
  const cache = createCache();
  const changes = createChanges();
  const notifications = database.listen({
    // Something may have been invalidated meanwhile.
    onGap: () => cache.clear(),
    onError: (error) => log.warn({ err: error }, 'Notifications of the database failed'),
  });
  closing.add('connections', 'notifications', () => notifications.close());
  notifications.on(cacheChannel, (payload) => cache.drop(JSON.parse(payload)));
  notifications.on(changesChannel, (payload) => changes.receive(payload));
  await notifications.ready();
  return { cache, changes, notifications };
}
