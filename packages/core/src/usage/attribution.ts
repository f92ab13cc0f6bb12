import type { Database } from '@gatehouse/db/schema';
import type { GatewayDriver, UsageRecord } from '@gatehouse/gateways/driver';
import { type Kysely, sql } from 'kysely';
import { LRUCache } from 'lru-cache';
import type { Services } from '../context/index.ts';
import { naturalKeyHmac } from '../gateway-sync/index.ts';

export type KeyOwner = { clientKeyId: string; userId: string; teamId: string | null };
type Candidate = KeyOwner & { createdAt: Date };
type ClientKey = NonNullable<UsageRecord['clientKey']>;
type Needs = Pick<Services, 'db' | 'hmac'>;

const known = new WeakMap<Kysely<Database>, LRUCache<string, Candidate>>();
const mostKnown = 20_000;
/** A key can be given to another team, and one that is known by its hash can be adopted once more. */
const knownMs = 5000;

/**
 * Whose keys the records were made with, also of keys that have been revoked or have moved since. By the key's HMAC, never
 * by anything else: what belongs to no key of ours is of nobody known.
 */
export async function ownersOf(
  services: Needs,
  { gatewayId, driver, records }: { gatewayId: string; driver: GatewayDriver; records: readonly UsageRecord[] },
): Promise<(record: UsageRecord) => KeyOwner | null> {
  const remembered = known.get(services.db) ?? new LRUCache<string, Candidate>({ max: mostKnown, ttl: knownMs });
  known.set(services.db, remembered);
  const naming = createNaming(services, gatewayId, driver);
  const names = new Set(records.flatMap(({ clientKey }) => (clientKey ? [naming(clientKey)] : [])));
  const missing = [...names].filter((name) => !remembered.has(name));
  const found =
    missing.length > 0 ? await selectCandidates(services.db, gatewayId, missing) : new Map<string, Candidate[]>();
  const candidates = new Map([...names].map((name) => [name, found.get(name) ?? knownAs(remembered, name)]));
  // A key that nobody knows may be one of ours a moment later; one that had several owners is decided by the time.
  for (const [name, [only, ...others]] of found) if (only && others.length === 0) remembered.set(name, only);
  return ({ clientKey, occurredAt }) =>
    clientKey ? ownerAt(candidates.get(naming(clientKey)) ?? [], new Date(occurredAt)) : null;
}

const knownAs = (remembered: LRUCache<string, Candidate>, name: string): Candidate[] => {
  const one = remembered.get(name);
  return one ? [one] : [];
};

/** The last that was there by then. Clocks differ: if all came later, the first. */
function ownerAt(candidates: readonly Candidate[], at: Date): KeyOwner | null {
  return candidates.findLast(({ createdAt }) => createdAt <= at) ?? candidates[0] ?? null;
}

/** `key:` or `hash:` and an HMAC, so that nothing that is kept in memory admits anybody. */
function createNaming({ hmac }: Needs, gatewayId: string, driver: GatewayDriver): (clientKey: ClientKey) => string {
  const names = new Map<string, string>();
  const nameOf = (clientKey: ClientKey) => {
    if ('key' in clientKey) return `key:${hmac('client-key', clientKey.key).toString('hex')}`;
    const naturalKey = driver.naturalKey('client-keys', { key: clientKey.hash, isHashOnly: true });
    return `hash:${gatewayId}:${naturalKeyHmac(hmac, 'client-keys', naturalKey).toString('hex')}`;
  };
  return (clientKey) => {
    const shown = 'key' in clientKey ? `key:${clientKey.key}` : `hash:${clientKey.hash}`;
    const name = names.get(shown) ?? nameOf(clientKey);
    names.set(shown, name);
    return name;
  };
}

const hexOf = (name: string): string => name.slice(name.lastIndexOf(':') + 1);

/** The oldest first. */
async function selectCandidates(
  db: Kysely<Database>,
  gatewayId: string,
  names: readonly string[],
): Promise<Map<string, Candidate[]>> {
  const [keys, hashes] = ['key:', 'hash:'].map((prefix) => names.filter((name) => name.startsWith(prefix)).map(hexOf));
  const { rows } = await sql<Candidate & { hmac: string; isHash: boolean }>`
    with recursive entry (id, hmac) as (
      select id, natural_key_hmac from gateway_entries
      where gateway_id = ${gatewayId} and resource = 'client-keys'
        and natural_key_hmac in (select decode(h, 'hex') from unnest(${hashes}::text[]) h)
      union select old.moved_to, entry.hmac from entry join gateway_entries old on old.id = entry.id
      where old.moved_to is not null
    ), found as (
      select k.key_hmac as hmac, false as is_hash, k.id, k.user_id, k.team_id, k.created_at
      from client_keys k where k.key_hmac in (select decode(h, 'hex') from unnest(${keys}::text[]) h)
      union all select entry.hmac, true, k.id, k.user_id, k.team_id, k.created_at
      from entry join client_keys k on k.entry_id = entry.id
    )
    select encode(hmac, 'hex') as hmac, is_hash as "isHash", id as "clientKeyId", user_id as "userId",
      team_id as "teamId", created_at as "createdAt"
    from found order by created_at, id`.execute(db);
  const found = new Map<string, Candidate[]>();
  for (const { hmac, isHash, ...candidate } of rows) {
    const name = isHash ? `hash:${gatewayId}:${hmac}` : `key:${hmac}`;
    found.set(name, [...(found.get(name) ?? []), candidate]);
  }
  return found;
}
