import { createHash } from 'node:crypto';
import { newId } from '@gatehouse/db/ids';
import type { GatewayDriver, UsagePage, UsageRecord } from '@gatehouse/gateways/driver';
import { cacheTags } from '../../cache/index.ts';
import type { Drivers } from '../../context/index.ts';
import { managementKeyPlace } from '../../gateway-sync/index.ts';
import { createTestServices, type TestServices } from '../../testing/index.ts';

export type UsageGateway = {
  id: string;
  /** Pages that wait to be read, each of them once. Texts as the gateway would send them. */
  pages: string[];
  /** Instead of the next page. */
  failures: (UsagePage & { ok: false })[];
  isDestructive: boolean;
  settings: { 'usage-statistics': boolean; 'usage-retention': number };
  reads: number;
  /** What a text says to the version of the driver that is in use. */
  understands: (raw: string) => string;
};

export type UsageRig = TestServices & {
  addGateway(): Promise<UsageGateway>;
};

/** Gateways of which nothing matters but their usage: a page is a JSON list of records. */
export async function createUsageRig(): Promise<UsageRig> {
  const gateways = new Map<string, UsageGateway>();
  const drivers: Drivers = {
    for: ({ id }) => driverFor(gateways.get(id)),
    once: () => {
      throw new Error('Nobody tries a gateway here.');
    },
  };
  const test = await createTestServices({ drivers });
  return {
    ...test,
    async addGateway() {
      const id = newId();
      const { db, sealer } = test.services;
      await db
        .insertInto('gateways')
        .values({
          ...{ id, name: `Gateway ${id}`, kind: 'cliproxyapi', base_url: `http://${id}.example` },
          management_key_sealed: sealer.seal('test', managementKeyPlace(id)),
        })
        .execute();
      const settings = { 'usage-statistics': true, 'usage-retention': 60 };
      const gateway: UsageGateway = {
        ...{ id, pages: [], failures: [], isDestructive: true, settings, reads: 0 },
        understands: (raw) => raw,
      };
      gateways.set(id, gateway);
      test.services.cache.drop([cacheTags.gateways]);
      return gateway;
    },
  };
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

function driverFor(gateway: UsageGateway | undefined): GatewayDriver {
  if (!gateway) throw new Error('There is no such gateway.');
  const driver: Partial<GatewayDriver> = {
    kind: 'cliproxyapi',
    naturalKey: (_, spec) => {
      const { key, isHashOnly } = spec as { key: string; isHashOnly?: true };
      return isHashOnly ? key : hashOf(key);
    },
    usage: {
      isDestructive: gateway.isDestructive,
      async read(cursor) {
        gateway.reads += 1;
        const failure = gateway.failures.shift();
        if (failure) return failure;
        const raw = gateway.pages.shift();
        if (raw === undefined) return { ok: true, raw: '[]', count: 0, hasMore: false, cursor };
        return { ok: true, raw, count: 1, hasMore: gateway.pages.length > 0, cursor: String(Number(cursor ?? 0) + 1) };
      },
      parse: (raw) => {
        const items = JSON.parse(gateway.understands(raw)) as (UsageRecord | null)[];
        const records = items.filter((item) => item !== null);
        return { records, unreadable: items.length - records.length };
      },
    },
    settings: { readSettings: async () => ({ ok: true, settings: gateway.settings }) } as never,
  };
  return driver as GatewayDriver;
}

/** Successful, priced by nobody, of nobody. */
export function usageRecord(given: Partial<UsageRecord> & { id: string }): UsageRecord {
  return {
    occurredAt: new Date().toISOString(),
    requestId: 'r1',
    provider: 'claude',
    model: 'some-model',
    requestedModel: 'some-model',
    endpoint: 'POST /v1/messages',
    clientKey: null,
    authIndex: 'a1',
    isFailed: false,
    statusCode: null,
    latencyMs: 1200,
    timeToFirstTokenMs: 200,
    tokens: { input: 100, output: 20, reasoning: 5, cacheRead: 40, cacheWrite: 10, total: 120 },
    areTokensExact: true,
    costUsd: null,
    ...given,
  };
}
