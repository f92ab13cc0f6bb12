import type { ObservedPerson } from '@gatehouse/gateways/driver';

/** Somebody who has, or had, a client key at a gateway. */
export type KeyHolder = { id: string; name: string; hasKeys: boolean };

export type PeoplePlan = { add: KeyHolder[]; rename: KeyHolder[]; remove: string[] };

/**
 * Whoever has a key there is known there by their name; whoever has none left is not. One at whom the gateway counts keys,
 * or does not say how many, stays: removing a person would delete them. Pure.
 */
export function planPeople(holders: readonly KeyHolder[], seen: readonly ObservedPerson[]): PeoplePlan {
  const byId = new Map(seen.map((person) => [person.id, person]));
  const wanted = holders.filter(({ hasKeys }) => hasKeys);
  return {
    add: wanted.filter(({ id }) => !byId.has(id)),
    rename: wanted.filter(({ id, name }) => (byId.get(id)?.name ?? name) !== name),
    remove: holders.filter(({ id, hasKeys }) => !hasKeys && byId.get(id)?.keyCount === 0).map(({ id }) => id),
  };
}
