import type { Resource } from '@gatehouse/contracts/gateways';
import { type Double, startCliproxyapiDouble } from '@gatehouse/gateways/double';
import { createFaultInjection } from './cliproxyapi-faults.ts';
import { createForeigner } from './cliproxyapi-foreigner.ts';
import { foreignPrefix, identityIn, quickReload, sections } from './cliproxyapi-lists.ts';
import { figuresOf } from './journal.ts';
import type { ChaosGateway, Held } from './port.ts';

export async function openCliproxyapi(options: { timeoutMs: number; name: string }): Promise<ChaosGateway> {
  const double = await startCliproxyapiDouble({
    managementKey: `mgmt-test-${options.name}-0`,
    apiKeys: [`${foreignPrefix}first`],
    timing: quickReload,
  });
  let managementKey = double.managementKey;
  let keys = 0;
  const forgivenAt: number[] = [];
  const faults = createFaultInjection(double, options);
  const foreigner = createForeigner(double);
  return {
    kind: 'cliproxyapi',
    baseUrl: double.url,
    get managementKey() {
      return managementKey;
    },
    changeManagementKey() {
      keys += 1;
      managementKey = `mgmt-test-${options.name}-${keys}`;
      double.rotateManagementKey(managementKey);
      return managementKey;
    },
    inject: faults.inject,
    endStaleness: faults.endStaleness,
    endBan() {
      forgivenAt.push(Date.now());
      double.expireBans();
    },
    calm: faults.calm,
    ...foreigner,
    held: () => heldBy(double),
    admitted: () => double.liveClientKeys(),
    identityOf,
    agrees,
    figures: () => figuresOf(double, forgivenAt),
    async stop() {
      await faults.calm();
      await double.stop();
    },
  };
}

function heldBy(double: Double): Held[] {
  const keys = double.clientKeys().map((key) => ({
    resource: 'client-keys' as const,
    identity: key.trim(),
    isForeign: key.startsWith(foreignPrefix),
    entry: { key },
  }));
  const entries = sections.flatMap((section) =>
    double.entries(section).map((entry) => ({
      resource: section === 'openai-compatibility' ? ('custom-providers' as const) : ('provider-keys' as const),
      identity: identityIn(section, entry),
      isForeign: [entry.name, entry['api-key']].some((value) => String(value ?? '').startsWith(foreignPrefix)),
      entry,
    })),
  );
  return [...keys, ...entries];
}

function identityOf(resource: Resource, spec: object): string {
  const { key, name, provider, apiKey, baseUrl = '' } = spec as Record<string, string>;
  if (resource === 'client-keys') return key ?? '';
  if (resource === 'custom-providers') return name ?? '';
  return `${provider}-api-key ${apiKey} ${baseUrl}`;
}

function agrees({ resource, entry }: Held, spec: object): boolean {
  const wanted = spec as Record<string, unknown>;
  const isSame = (field: string, value: unknown) =>
    wanted[field] === undefined || JSON.stringify(wanted[field]) === JSON.stringify(value);
  if (resource === 'client-keys') return true;
  const models = mappings(entry.models);
  if (resource === 'provider-keys')
    return (
      isSame('prefix', entry.prefix) && isSame('models', models) && isSame('excludedModels', entry['excluded-models'])
    );
  const keys = Array.isArray(entry['api-key-entries']) ? entry['api-key-entries'] : [];
  return (
    isSame('baseUrl', entry['base-url']) &&
    isSame('models', models) &&
    isSame(
      'apiKeys',
      keys.map((key) => key['api-key']),
    )
  );
}

const mappings = (models: unknown) =>
  Array.isArray(models) ? models.map(({ name, alias }) => ({ name, alias })) : undefined;
