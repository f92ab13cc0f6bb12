import { randomBytes } from 'node:crypto';
import type { Role } from '@gatehouse/contracts/permissions';
import { newId } from '@gatehouse/db/ids';
import { createTestDatabase, type TestDatabase } from '@gatehouse/db/testing';
import { sql } from 'kysely';
import type { Actor, UserActor } from '../actor/index.ts';
import { cacheChannel, createCache } from '../cache/index.ts';
import { changesChannel, createChanges } from '../changes/index.ts';
import type { Context, Services } from '../context/index.ts';
import { peoplePass } from '../gateway-people/index.ts';
import { settingsPass } from '../gateway-settings/index.ts';
import { teamsPass } from '../gateway-teams/index.ts';
import type { JobData, JobName } from '../jobs/index.ts';
import { accountsPass } from '../provider-accounts/index.ts';
import { createRateLimits } from '../rate-limits/index.ts';
import { createHmac, createSealer, newSecretKey, parseSecretKeys } from '../secrets/index.ts';
import { hashPassword } from '../users/passwords.ts';
import { createTestJobs } from './jobs.ts';
import { createTestLog, type LogLine } from './log.ts';

export { databaseText } from './database-text.ts';
export type { LogLine } from './log.ts';

export type NewTestUser = { role?: Role; name?: string; email?: string; password?: string };

export type TestServices = {
  services: Services;
  database: TestDatabase;
  contextOf(actor: Actor, request?: { requestId?: string; clientAddress?: string | null }): Context;
  /** A person with a session, signed in at a browser. */
  createUser(user?: NewTestUser): Promise<UserActor>;
  /** The same services as a second process has them: own cache and changes, which hear of the first over the database. */
  anotherProcess(): Promise<Services>;
  /** Jobs whose transaction committed, oldest first. */
  enqueuedJobs(): Promise<{ name: JobName; data: JobData[JobName] }[]>;
  /** Gateways for which `wakeSync` was called. */
  wokenGateways: string[];
  logged: LogLine[];
  /** SQL statements sent so far. */
  statementCount(): number;
  destroy(): Promise<void>;
};

/** Everything real over a database of its own, but for the drivers, which throw unless they are given. */
export async function createTestServices(overrides: Partial<Services> = {}): Promise<TestServices> {
  let sent = 0;
  const database = await createTestDatabase({
    onQuery: () => {
      sent += 1;
    },
  });
  const { db } = database;
  const jobs = await createTestJobs(db);
  const { log, logged } = createTestLog();
  const wokenGateways: string[] = [];
  const hmac = createHmac(randomBytes(32));
  const base: Omit<Services, 'cache' | 'changes' | 'rateLimits'> = {
    db,
    replica: db,
    sealer: createSealer(parseSecretKeys(newSecretKey())),
    hmac,
    jobs: jobs.port,
    drivers: { for: noDriver, once: noDriver },
    passes: [teamsPass, accountsPass, peoplePass, settingsPass],
    wakeSync: (gatewayId) => wokenGateways.push(gatewayId),
    log,
    publicUrl: 'http://localhost:3000',
    limits: { providerKeysPerUser: 10, customProvidersPerUser: 10, clientKeysPerUser: 10 },
  };
  const ofProcess = (): Services => ({
    ...base,
    cache: createCache(),
    changes: createChanges(),
    rateLimits: createRateLimits({ db, hmac: overrides.hmac ?? hmac }),
    ...overrides,
  });
  const services = ofProcess();
  const closing: (() => Promise<void>)[] = [];
  return {
    services,
    database,
    wokenGateways,
    logged,
    statementCount: () => sent,
    enqueuedJobs: jobs.enqueued,
    contextOf: (actor, { requestId = 'test-request', clientAddress = '192.0.2.1' } = {}) => ({
      ...services,
      actor,
      requestId,
      clientAddress,
    }),
    createUser: (user) => createUser(services, user),
    async anotherProcess() {
      const other = ofProcess();
      const notifications = database.listen({ onGap: () => other.cache.clear() });
      closing.push(() => notifications.close());
      notifications.on(cacheChannel, (payload) => other.cache.drop(JSON.parse(payload)));
      notifications.on(changesChannel, (payload) => other.changes.receive(payload));
      await notifications.ready();
      return other;
    },
    async destroy() {
      await Promise.all(closing.map((close) => close()));
      await database.destroy();
    },
  };
}

const noDriver = (): never => {
  throw new Error('This test has no gateway: give createTestServices the drivers to use.');
};

async function createUser({ db }: Services, user: NewTestUser = {}): Promise<UserActor> {
  const userId = newId();
  const sessionId = newId();
  const role = user.role ?? 'member';
  const email = user.email ?? `${role}-${userId.slice(-12)}@example.com`;
  const name = user.name ?? `Test ${role}`;
  const password_hash = user.password === undefined ? null : await hashPassword(user.password);
  await db.insertInto('users').values({ id: userId, email, name, role, password_hash }).execute();
  const expires_at = sql<Date>`now() + interval '30 days'`;
  await db.insertInto('sessions').values({ id: sessionId, user_id: userId, expires_at }).execute();
  return { type: 'user', userId, name, email, role, via: { type: 'session', sessionId } };
}
