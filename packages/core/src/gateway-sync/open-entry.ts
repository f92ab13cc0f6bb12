import type { Resource } from '@gatehouse/contracts/gateways';
import type { CustomProviderSpec, GatewayDriver, ObservedEntry } from '@gatehouse/gateways/driver';
import { LRUCache } from 'lru-cache';
import type { Services } from '../context/index.ts';
import { naturalKeyHmac, specPlace } from './desired.ts';
import type { DesiredEntry, Identity } from './plan.ts';
import type { EntryRow } from './repository.ts';
import { isLeftAlone } from './settle.ts';
import { stuckAfter } from './stuck.ts';

/** Who a person is at a gateway that has people of its own: an id of ours, and nothing that names them. */
export const personIdOf = (userId: string): string => `gatehouse-${userId}`;

/** A key belongs to its owner there. One that was adopted stays with whom it belonged to. */
const ofPerson = ({ resource, owner_user_id }: EntryRow, spec: object | null) =>
  spec && owner_user_id && resource === 'client-keys' ? { personId: personIdOf(owner_user_id), ...spec } : spec;

type Opened = { entry: DesiredEntry; isReportOnly: boolean; hasPeople: boolean };
const opened = new WeakMap<EntryRow, Opened>();

/** A row of desired state as the plan takes it. The same row is opened once. */
export function openEntry<R extends Resource>(
  services: Pick<Services, 'sealer'>,
  row: EntryRow,
  isReportOnly: boolean,
  hasPeople = false,
): DesiredEntry<R> {
  const known = opened.get(row);
  if (known?.isReportOnly === isReportOnly && known.hasPeople === hasPeople) return known.entry as DesiredEntry<R>;
  const entry = unseal<R>(services, row, isReportOnly, hasPeople);
  opened.set(row, { entry, isReportOnly, hasPeople });
  return entry;
}

/** Holds the secret itself, as `ObservedEntry.naturalKey` does. Null where it was forgotten. */
export function naturalKeyOf(
  services: Pick<Services, 'sealer'>,
  driver: GatewayDriver,
  row: EntryRow,
  isReportOnly: boolean,
): string | null {
  const { spec } = openEntry(services, row, isReportOnly, driver.capabilities.keyPeople);
  return spec && driver.naturalKey(row.resource, spec);
}

function unseal<R extends Resource>(
  { sealer }: Pick<Services, 'sealer'>,
  row: EntryRow,
  isReportOnly: boolean,
  hasPeople: boolean,
): DesiredEntry<R> {
  const open = (sealed: Buffer | null) => sealed && JSON.parse(sealer.open(sealed, specPlace(row.natural_key_hmac)));
  return {
    id: row.id,
    keyHmac: row.natural_key_hmac.toString('hex'),
    desired: row.desired,
    spec: hasPeople ? ofPerson(row, open(row.spec_sealed)) : open(row.spec_sealed),
    base: open(row.base_sealed),
    isNew: row.observed_generation === 0,
    isHeld: row.status === 'conflict' || row.status === 'rejected' || isLeftAlone(row, isReportOnly),
    isStuck: row.attempts >= stuckAfter,
  };
}

export const identityOf = <R extends Resource>(
  { hmac }: Pick<Services, 'hmac'>,
  driver: GatewayDriver,
  resource: R,
): Identity<R> => ({
  naturalKey: (spec) => driver.naturalKey(resource, spec),
  hmac: hashing(hmac, resource),
  hmacOf: hashingSeen(hmac, resource),
  // A gateway that compares by itself recognises ours by a mark of our own; no stranger's name is mistaken for it.
  isProven: (spec, seen) =>
    driver.agrees !== undefined ||
    resource !== 'custom-providers' ||
    knowsKeys(spec as CustomProviderSpec, seen as CustomProviderSpec),
  ...(driver.agrees && { agrees: (seen, spec) => driver.agrees?.(resource, seen, spec) ?? false }),
});

const hashes = new WeakMap<Services['hmac'], LRUCache<string, string>>();
const hashedBytes = 16 * 1024 * 1024;

/** The same lists are read again and again: what was hashed lately is kept. */
function hashing(hmac: Services['hmac'], resource: Resource): (naturalKey: string) => string {
  const known = hashes.get(hmac) ?? new LRUCache<string, string>({ maxSize: hashedBytes, sizeCalculation });
  hashes.set(hmac, known);
  return (naturalKey) => {
    const memory = resource + naturalKey;
    const found = known.get(memory);
    if (found !== undefined) return found;
    const hash = naturalKeyHmac(hmac, resource, naturalKey).toString('hex');
    known.set(memory, hash);
    return hash;
  };
}

const seenHashes = new WeakMap<Services['hmac'], WeakMap<ObservedEntry, string>>();

/** What is the same as in the read before is the same object. */
function hashingSeen(hmac: Services['hmac'], resource: Resource): (seen: ObservedEntry) => string {
  const known = seenHashes.get(hmac) ?? new WeakMap<ObservedEntry, string>();
  seenHashes.set(hmac, known);
  const hashOf = hashing(hmac, resource);
  return (seen) => {
    const found = known.get(seen);
    if (found !== undefined) return found;
    const hash = hashOf(seen.naturalKey);
    known.set(seen, hash);
    return hash;
  };
}

const sizeCalculation = (hash: string, memory: string): number => 2 * (hash.length + memory.length);

/** A custom provider is recognised by its name, which everybody can know. */
const knowsKeys = (spec: CustomProviderSpec, seen: CustomProviderSpec): boolean =>
  seen.apiKeys.length > 0
    ? seen.apiKeys.every((key) => spec.apiKeys.includes(key))
    : spec.apiKeys.length === 0 && seen.baseUrl === spec.baseUrl;
