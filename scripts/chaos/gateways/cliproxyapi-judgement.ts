import type { Resource } from '@gatehouse/contracts/gateways';
import type { Held } from './port.ts';

type Spec = Record<string, unknown>;

/** Under which identity the gateway keeps what a spec asks for. */
export function identityOf(resource: Resource, spec: object): string {
  const { key, name, provider, apiKey, baseUrl = '' } = spec as Record<string, string>;
  if (resource === 'client-keys') return key ?? '';
  if (resource === 'custom-providers') return name ?? '';
  return `${provider}-api-key ${apiKey} ${baseUrl}`;
}

/** A field that the spec leaves out belongs to others. What only we write there must have gone with it. */
const isOthers = (value: unknown): boolean => !/"?(team-|old-|ours-)/.test(JSON.stringify(value ?? null));
const isSame = (wanted: unknown, found: unknown): boolean =>
  wanted === undefined
    ? isOthers(found)
    : canonical(wanted) === canonical(found ?? (Array.isArray(wanted) ? [] : null));

/** Whether an entry is what the spec asks for, judged without the driver. */
export function agrees({ resource, entry }: Held, spec: object): boolean {
  const wanted = spec as Spec;
  if (resource === 'client-keys') return true;
  const isAsWanted =
    isSame(wanted.prefix, entry.prefix) &&
    isSame(wanted.models, mappings(entry.models)) &&
    isSame(wanted.headers, entry.headers) &&
    (wanted.priority === undefined || wanted.priority === entry.priority);
  if (resource === 'provider-keys') return isAsWanted && isExcludedAsWanted(wanted, entry);
  const keys = Array.isArray(entry['api-key-entries']) ? entry['api-key-entries'] : [];
  return (
    isAsWanted &&
    wanted.baseUrl === entry['base-url'] &&
    (wanted.isDisabled === true) === (entry.disabled === true) &&
    canonical(wanted.apiKeys) === canonical(keys.map((key) => key['api-key']))
  );
}

function isExcludedAsWanted(wanted: Spec, entry: Record<string, unknown>): boolean {
  const excluded = Array.isArray(entry['excluded-models']) ? entry['excluded-models'].map(String) : [];
  const isOff = excluded.includes('*');
  return (
    (wanted.isDisabled === true) === isOff &&
    isSame(
      wanted.excludedModels,
      excluded.filter((model) => model !== '*'),
    )
  );
}

const mappings = (models: unknown) =>
  Array.isArray(models) ? models.map(({ name, alias }) => ({ name, alias })) : undefined;

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, item) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
