import type { UserActor } from '@gatehouse/core/actor';
import { cacheChannel, createCache } from '@gatehouse/core/cache';
import { changesChannel, createChanges } from '@gatehouse/core/changes';
import type { Context, Drivers, Services } from '@gatehouse/core/context';
import { isDomainError } from '@gatehouse/core/errors';
import { peoplePass } from '@gatehouse/core/gateway-people';
import { settingsPass } from '@gatehouse/core/gateway-settings';
import { createSyncWorker, type SyncWorker } from '@gatehouse/core/gateway-sync';
import { accountsPass } from '@gatehouse/core/provider-accounts';
import { createRateLimits } from '@gatehouse/core/rate-limits';
import { createHmac, createSealer, parseSecretKeys } from '@gatehouse/core/secrets';
import { ensureInstallation } from '@gatehouse/core/setup';
import { defaultPoolSettings } from '@gatehouse/db/config';
import { createDatabase } from '@gatehouse/db/database';
import type { GatewayDriver } from '@gatehouse/gateways/driver';
import { createDriver } from '@gatehouse/gateways/registry';
import { type Call, type CallName, isConnectionLoss, type Outcome } from './calls.ts';
import { type Sabotage, sabotageCall, sabotageDriver } from './sabotage.ts';
import { useCases } from './use-cases.ts';

export type InstanceOptions = {
  databaseUrl: string;
  secretKey: string;
  name: string;
  timeoutMs: number;
  sabotage?: Sabotage | undefined;
};

/** One Gatehouse: the services of a server and the worker that syncs. */
export type Instance = {
  services: Services;
  perform(call: Call): Promise<Outcome>;
  close(): Promise<void>;
};

// The script sends what the schemas of the API have parsed.
const runnable: Record<CallName, (ctx: Context, input: never) => Promise<unknown>> = useCases;

export async function openInstance(options: InstanceOptions, onSurprise: (text: string) => void): Promise<Instance> {
  const pool = { ...defaultPoolSettings, maxConnections: 12, minConnections: 0, healthCheckSeconds: 0 };
  const url = new URL(options.databaseUrl);
  url.searchParams.set('application_name', options.name);
  const database = createDatabase({ primaryUrl: url.href, replicaUrls: [], schema: null, pool });
  const { db } = database;
  const sealer = createSealer(parseSecretKeys(options.secretKey));
  const hmac = createHmac((await ensureInstallation({ db, sealer })).pepper);
  const [cache, changes] = [createCache(), createChanges()];
  const notifications = database.listen({ onGap: () => cache.clear() });
  notifications.on(cacheChannel, (payload) => cache.drop(JSON.parse(payload)));
  notifications.on(changesChannel, (payload) => changes.receive(payload));
  await notifications.ready();
  let worker: SyncWorker | undefined;
  const services: Services = {
    db,
    replica: db,
    sealer,
    hmac,
    cache,
    changes,
    // Whoever removes a person is confirmed at the end, by the checks.
    jobs: { enqueue: async () => {} },
    rateLimits: createRateLimits({ db, hmac }),
    drivers: createDrivers(options),
    passes: [accountsPass, peoplePass, settingsPass],
    wakeSync: (gatewayId) => worker?.wake(gatewayId),
    log: { info: () => {}, warn: () => {}, error: ({ err }, message) => report(err, message) },
    publicUrl: 'http://localhost:3000',
    limits: { providerKeysPerUser: 200, customProvidersPerUser: 200, clientKeysPerUser: 200 },
  };
  const report = (error: unknown, message: string) => {
    if (!isConnectionLoss(error)) onSurprise(`${message}: ${describe(error)}`);
  };
  worker = createSyncWorker(services);
  worker.start();
  return {
    services,
    async perform(call) {
      const { name, actor, input } = call;
      const outcome = await outcomeOf(runnable[name](contextOf(services, actor), input as never));
      await sabotageCall(services, options.sabotage, call, outcome);
      return outcome;
    },
    async close() {
      await worker?.stop();
      await notifications.close();
      await database.destroy();
    },
  };
}

const contextOf = (services: Services, actor: UserActor): Context => ({
  ...services,
  actor,
  requestId: 'chaos',
  clientAddress: null,
});

async function outcomeOf(running: Promise<unknown>): Promise<Outcome> {
  try {
    return { is: 'acknowledged', value: await running };
  } catch (error) {
    if (isDomainError(error)) return { is: 'refused', code: error.payload.code, message: error.payload.message };
    return isConnectionLoss(error) ? { is: 'unknown' } : { is: 'surprise', text: describe(error) };
  }
}

const describe = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

/** As in the server: one driver a gateway, for as long as its address and key stay. */
function createDrivers({ name, timeoutMs, sabotage }: InstanceOptions): Drivers {
  const kept = new Map<string, { driver: GatewayDriver; fingerprint: string }>();
  const once: Drivers['once'] = (gateway) =>
    sabotageDriver(createDriver({ ...gateway, timeoutMs, processName: name }), sabotage, { ...gateway, name });
  return {
    once,
    for({ id, ...gateway }) {
      const fingerprint = JSON.stringify(gateway);
      const known = kept.get(id);
      if (known?.fingerprint === fingerprint) return known.driver;
      const driver = once(gateway);
      kept.set(id, { driver, fingerprint });
      return driver;
    },
  };
}
