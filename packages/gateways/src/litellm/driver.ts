import { createHmac } from 'node:crypto';
import { type Resource, resources } from '@gatehouse/contracts/gateways';
import type { AddressPolicy } from '../address-guard/index.ts';
import type {
  ApplyOutcome,
  Capabilities,
  Change,
  GatewayDriver,
  MayWrite,
  Observation,
  ObservedEntry,
  ObserveOutcome,
  RawList,
  RestoreOutcome,
  SpecOf,
} from '../driver/index.ts';
import type { Normalised } from '../driver/normalised.ts';
import { Circuit } from '../http/circuit.ts';
import { admits, listModels } from '../http/data-plane.ts';
import { Mutex } from '../http/mutex.ts';
import { canonical } from '../http/raw.ts';
import { type CallRecord, Transport } from '../http/transport.ts';
import { Admin } from './admin.ts';
import { applyClientKeys } from './client-key-writes.ts';
import { clientKeyAgrees, clientKeyNaturalKey, normaliseClientKey } from './client-keys.ts';
import { customProviderDeployments, customProviderNaturalKey, normaliseCustomProvider } from './custom-providers.ts';
import { foreignAgrees } from './foreign-models.ts';
import { listClientKeys } from './key-list.ts';
import { customProviderEntries, listDeployments, providerKeyEntries } from './model-list.ts';
import { applyModels, modelsAgree } from './model-writes.ts';
import { applied } from './one-by-one.ts';
import { peopleOf } from './people.ts';
import { probe } from './probe.ts';
import { normaliseProviderKey, providerKeyDeployments, providerKeyNaturalKey } from './provider-keys.ts';
import { rawKeys, restoreKeys } from './restore-keys.ts';
import { rawModels, restoreModels } from './restore-models.ts';
import { teamsOf } from './teams.ts';
import { usageOf } from './usage.ts';

export type LitellmOptions = {
  /** http(s) origin with an optional path prefix, without `/v1`. */
  baseUrl: string;
  /** The master key, or another that may administrate. */
  managementKey: string;
  /** Default `gateway`: private networks and this machine are allowed. */
  addressPolicy?: AddressPolicy | undefined;
  /** For a whole call, default 30 000: a database stands behind every one of them. */
  timeoutMs?: number | undefined;
  processName?: string | undefined;
  onCall?: ((call: CallRecord) => void) | undefined;
};

/** A resource of the port, and how it is kept here. */
type Handler<R extends Resource> = {
  naturalKey: (spec: SpecOf[R]) => string;
  normalise: (spec: SpecOf[R]) => Normalised<R>;
  agrees: (seen: ObservedEntry<R>, spec: SpecOf[R]) => boolean;
  list: (admin: Admin) => Promise<{ ok: true; entries: ObservedEntry<R>[] } | Extract<ObserveOutcome, { ok: false }>>;
  apply: (
    admin: Admin,
    changes: readonly Change<R>[],
    base: Observation<R>,
    mayWrite?: MayWrite,
  ) => Promise<ApplyOutcome>;
  raw?: (observation: Pick<Observation<R>, 'entries'>) => RawList[];
  restore?: (
    admin: Admin,
    lists: readonly RawList[],
    isOurs: (naturalKey: string) => boolean,
    base: Observation<R>,
  ) => Promise<RestoreOutcome>;
};

const handlers: { [R in Resource]: Handler<R> } = {
  'client-keys': {
    naturalKey: clientKeyNaturalKey,
    normalise: normaliseClientKey,
    agrees: clientKeyAgrees,
    list: listClientKeys,
    apply: applyClientKeys,
    raw: rawKeys,
    restore: restoreKeys,
  },
  'provider-keys': {
    naturalKey: providerKeyNaturalKey,
    normalise: normaliseProviderKey,
    agrees: (seen, spec) => modelsAgree(seen, providerKeyDeployments(spec)),
    list: async (admin) => {
      const listed = await listDeployments(admin);
      return listed.ok ? { ok: true, entries: providerKeyEntries(listed.deployments) } : listed;
    },
    apply: (admin, changes, base, mayWrite) => applyModels(admin, changes, base, providerKeyDeployments, mayWrite),
  },
  'custom-providers': {
    naturalKey: customProviderNaturalKey,
    normalise: normaliseCustomProvider,
    agrees: (seen, spec) =>
      spec.foreign ? foreignAgrees(seen, spec) : modelsAgree(seen, customProviderDeployments(spec)),
    list: async (admin) => {
      const listed = await listDeployments(admin);
      return listed.ok ? { ok: true, entries: customProviderEntries(listed.deployments) } : listed;
    },
    apply: (admin, changes, base, mayWrite) => applyModels(admin, changes, base, customProviderDeployments, mayWrite),
    raw: rawModels,
    restore: restoreModels,
  },
};

const capabilities: Capabilities = {
  keyModels: true,
  keyBudgets: true,
  keyLimits: true,
  keyExpiry: true,
  keyBlocking: true,
  keyPeople: true,
  needsSentinel: false,
};

/** Speaks the admin API of LiteLLM's proxy and its data plane. */
export function createLitellmDriver(options: LitellmOptions): GatewayDriver {
  const host = new URL(options.baseUrl).origin;
  const transport = new Transport({
    baseUrl: options.baseUrl,
    addressPolicy: options.addressPolicy ?? 'gateway',
    timeoutMs: options.timeoutMs ?? 30_000,
    processName: options.processName,
    onCall: options.onCall,
  });
  const circuit = new Circuit();
  const masterKey = options.managementKey.trim();
  const admin = new Admin({ transport, circuit, masterKey, host });
  const writing = new Mutex();
  return {
    kind: 'litellm',
    resources,
    capabilities,
    probe: () => probe(transport, admin, host),
    naturalKey: <R extends Resource>(resource: R, spec: SpecOf[R]) => handlers[resource].naturalKey(spec),
    normalise: <R extends Resource>(resource: R, spec: SpecOf[R]) => handlers[resource].normalise(spec),
    agrees: <R extends Resource>(resource: R, seen: ObservedEntry<R>, spec: SpecOf[R]) =>
      handlers[resource].agrees(seen, spec),
    observe: <R extends Resource>(resource: R) => observe(admin, resource, masterKey),
    apply: <R extends Resource>(resource: R, changes: Change<R>[], base: Observation<R>, mayWrite?: MayWrite) =>
      writing.run(() => handlers[resource].apply(admin, changes, base, mayWrite)),
    restore: <R extends Resource>(
      resource: R,
      lists: readonly RawList[],
      isOurs: (naturalKey: string) => boolean,
      base: Observation<R>,
    ) => writing.run(async () => (await handlers[resource].restore?.(admin, lists, isOurs, base)) ?? applied(0)),
    people: peopleOf(admin, (work) => writing.run(work)),
    teams: teamsOf(admin, (work) => writing.run(work)),
    usage: usageOf(admin),
    admits: (clientKey) => admits(transport, clientKey),
    listModels: (clientKey) => listModels(transport, host, clientKey ?? masterKey),
    resetCircuit: () => circuit.reset(),
  };
}

async function observe<R extends Resource>(admin: Admin, resource: R, hashKey: string): Promise<ObserveOutcome<R>> {
  const listed = await handlers[resource].list(admin);
  if (!listed.ok) return listed;
  const { entries } = listed;
  const content = entries.map(({ naturalKey, spec, detail }) => canonical({ naturalKey, spec, detail })).sort();
  const revision = createHmac('sha256', hashKey).update(content.join('\n')).digest('base64url');
  const { raw } = handlers[resource];
  return { ok: true, observation: { resource, entries, revision, ...(raw ? { raw: () => raw({ entries }) } : {}) } };
}
