import { type Resource, resources } from '@gatehouse/contracts/gateways';
import { providers } from '@gatehouse/contracts/provider-keys';
import type { AddressPolicy } from '../address-guard/index.ts';
import type { Capabilities, Change, GatewayDriver, MayWrite, Observation, SpecOf } from '../driver/index.ts';
import { Circuit } from '../http/circuit.ts';
import { admits, listModels } from '../http/data-plane.ts';
import { Mutex } from '../http/mutex.ts';
import { type CallRecord, Transport } from '../http/transport.ts';
import { accountsOf } from './accounts.ts';
import { clientKeyList, clientKeyNaturalKey, normaliseClientKey } from './client-keys.ts';
import type { Connection } from './connection.ts';
import { customProviderList, customProviderNaturalKey, normaliseCustomProvider } from './custom-providers.ts';
import { Management } from './management.ts';
import { probe } from './probe.ts';
import { normaliseProviderKey, providerKeyLists, providerKeyNaturalKey, providerOf } from './provider-keys.ts';
import { reload } from './reload.ts';
import { listResource, type ResourceHandler } from './resource.ts';
import { settingsOf } from './settings.ts';
import { Settling } from './settling.ts';
import { StableItems } from './stable-items.ts';
import { usageOf, usageSince } from './usage.ts';
import { judgeVersion } from './version.ts';

export type CliproxyapiOptions = {
  /** http(s) origin with an optional path prefix, without `/v1`. */
  baseUrl: string;
  managementKey: string;
  /** Default `gateway`: private networks and this machine are allowed. */
  addressPolicy?: AddressPolicy | undefined;
  /** For a whole call, default 10 000; connecting may take 2 000 of them. */
  timeoutMs?: number | undefined;
  /** Which process calls, for the gateway's log. */
  processName?: string | undefined;
  onCall?: ((call: CallRecord) => void) | undefined;
};

const handlers: { [R in Resource]: ResourceHandler<R> } = {
  'client-keys': listResource({
    resource: 'client-keys',
    lists: [clientKeyList],
    listOf: () => clientKeyList,
    naturalKey: clientKeyNaturalKey,
    normalise: normaliseClientKey,
  }),
  'provider-keys': listResource({
    resource: 'provider-keys',
    lists: providers.map((provider) => providerKeyLists[provider]),
    listOf: (naturalKey) => {
      const provider = providerOf(naturalKey);
      return provider ? providerKeyLists[provider] : undefined;
    },
    naturalKey: providerKeyNaturalKey,
    normalise: normaliseProviderKey,
  }),
  'custom-providers': listResource({
    resource: 'custom-providers',
    lists: [customProviderList],
    listOf: () => customProviderList,
    naturalKey: customProviderNaturalKey,
    normalise: normaliseCustomProvider,
  }),
};

const capabilities: Capabilities = {
  keyModels: false,
  keyBudgets: false,
  keyLimits: false,
  keyExpiry: false,
  keyBlocking: false,
  keyPeople: false,
  needsSentinel: true,
};

/** Speaks the management API of CLIProxyAPI (wire contract of v7.2.140) and its data plane. */
export function createCliproxyapiDriver(options: CliproxyapiOptions): GatewayDriver {
  const host = hostOf(options.baseUrl);
  const transport = new Transport({
    baseUrl: options.baseUrl,
    addressPolicy: options.addressPolicy ?? 'gateway',
    timeoutMs: options.timeoutMs ?? 10_000,
    processName: options.processName,
    onCall: options.onCall,
  });
  const circuit = new Circuit();
  const managementKey = options.managementKey.trim();
  const management = new Management({ transport, circuit, managementKey, host });
  const connection: Connection = {
    management,
    transport,
    settling: new Settling(),
    items: new StableItems(),
    hashKey: managementKey,
  };
  const writing = new Mutex();
  const writer = (mayWrite: MayWrite | undefined): Connection => (mayWrite ? { ...connection, mayWrite } : connection);
  const usage = usageOf(management);
  return {
    kind: 'cliproxyapi',
    resources,
    capabilities,
    probe: () => probe(transport, management, host),
    naturalKey: <R extends Resource>(resource: R, spec: SpecOf[R]) => handlers[resource].naturalKey(spec),
    normalise: <R extends Resource>(resource: R, spec: SpecOf[R], version?: string | null) =>
      handlers[resource].normalise(spec, version),
    observe: <R extends Resource>(resource: R, about?: readonly string[]) =>
      handlers[resource].observe(connection, about),
    apply: <R extends Resource>(resource: R, changes: Change<R>[], base: Observation<R>, mayWrite?: MayWrite) =>
      writing.run(() => handlers[resource].apply(writer(mayWrite), changes, base)),
    restore: (resource, lists, isOurs, base) =>
      writing.run(() => handlers[resource].restore(connection, { lists, isOurs }, base)),
    reload: (clientKey, mayWrite) => writing.run(() => reload(writer(mayWrite), clientKey)),
    accounts: accountsOf(management, writing),
    settings: settingsOf(connection, writing),
    get usage() {
      return judgeVersion(management.version ?? '', usageSince) === 'old' ? undefined : usage;
    },
    admits: (clientKey) => admits(transport, clientKey),
    listModels: (clientKey) => listModels(transport, host, clientKey ?? ''),
    resetCircuit: () => circuit.reset(),
  };
}

/** The address as it may be shown: without user info and path. */
function hostOf(baseUrl: string): string {
  return new URL(baseUrl).origin;
}
