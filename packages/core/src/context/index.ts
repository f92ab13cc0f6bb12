import type { AccountsPlan, AccountToConnect } from '@gatehouse/contracts/gateway-upkeep';
import type { GatewayProblem } from '@gatehouse/contracts/gateways';
import type { Database } from '@gatehouse/db/schema';
import type { GatewayDriver } from '@gatehouse/gateways/driver';
import type { Kysely } from 'kysely';
import type { Actor } from '../actor/index.ts';
import type { Cache } from '../cache/index.ts';
import type { Changes } from '../changes/index.ts';
import type { Jobs } from '../jobs/index.ts';
import type { RateLimits } from '../rate-limits/index.ts';
import type { Hmac, Sealer } from '../secrets/index.ts';

/** What a log line may hold: plain facts. The server's logger redacts by name as well. */
export type Log = {
  info(facts: Record<string, unknown>, message: string): void;
  warn(facts: Record<string, unknown>, message: string): void;
  error(facts: Record<string, unknown>, message: string): void;
};

export type Limits = {
  providerKeysPerUser: number;
  customProvidersPerUser: number;
  clientKeysPerUser: number;
};

/** A driver for a gateway; the same one as long as its address and management key stay. */
export type Drivers = {
  for(gateway: { id: string; kind: 'cliproxyapi' | 'litellm'; baseUrl: string; managementKey: string }): GatewayDriver;
  /** One that is not kept: to try what a person typed. */
  once(gateway: { kind: 'cliproxyapi' | 'litellm'; baseUrl: string; managementKey: string }): GatewayDriver;
};

/** What a run does at a gateway beside its entries. Given by a domain that the run does not know. */
export type GatewayPass = {
  /** Before the entries instead of after them: they need what it brings. */
  isFirst?: true;
  /** Called by the one writer of the gateway. Never throws for what a gateway does. */
  run(
    services: Pick<Services, 'db' | 'sealer' | 'hmac' | 'changes' | 'log'>,
    at: { gatewayId: string; driver: GatewayDriver; mayWrite: () => Promise<boolean>; isReportOnly: boolean },
  ): Promise<{ ok: true; writes: number } | { ok: false; problem: GatewayProblem }>;
  /** Whether it has something to do at this gateway that cannot wait for the next look at everything. Left out: always. */
  hasWork?(db: Kysely<Database>, gatewayId: string, driver: GatewayDriver): Promise<boolean>;
  /** Gateways where it has something to do now. */
  due(db: Kysely<Database>): Promise<string[]>;
  /** What `run` would do to accounts now. Reads, and writes nothing. Null where the gateway has none. */
  plan?(
    services: Pick<Services, 'db' | 'hmac' | 'sealer'>,
    at: { gatewayId: string; driver: GatewayDriver; isReportOnly: boolean },
  ): Promise<{ ok: true; accounts: AccountsPlan | null } | { ok: false; problem: GatewayProblem }>;
  /** What cannot be brought to another gateway, nor back to this one. `gone`: only what it has lost already. */
  bound?(db: Kysely<Database>, gatewayId: string, which: 'all' | 'gone'): Promise<AccountToConnect[]>;
};

/** Long-lived objects, built once by apps/server. */
export type Services = {
  db: Kysely<Database>;
  /** For reads that may lag. Never for sessions, tokens or keys. */
  replica: Kysely<Database>;
  sealer: Sealer;
  hmac: Hmac;
  cache: Cache;
  changes: Changes;
  jobs: Jobs;
  rateLimits: RateLimits;
  drivers: Drivers;
  passes: readonly GatewayPass[];
  /** After a commit: work waits for this gateway. A hint; the worker looks by itself every second. */
  wakeSync: (gatewayId: string) => void;
  log: Log;
  /** Where people reach the dashboard, without a trailing slash. */
  publicUrl: string;
  limits: Limits;
};

/** What a use case takes: the services and who asks. */
export type Context = Services & {
  actor: Actor;
  requestId: string;
  /** Of the caller, taken only from configured proxies; null where there is none, as in background work. */
  clientAddress: string | null;
};
