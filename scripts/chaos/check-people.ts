import type { Wanted } from './wanted.ts';
import type { ManagedGateway } from './world.ts';

export type PeopleFindings = { missing: string[]; leftOver: string[] };

/** Whoever has a client key at a gateway that knows people is known there, and nobody else of ours. */
export function checkPeople(gateway: ManagedGateway, wanted: readonly Wanted[]): PeopleFindings {
  const known = gateway.people();
  if (!known) return { missing: [], leftOver: [] };
  const keys = wanted.filter(({ gatewayId, resource }) => gatewayId === gateway.id && resource === 'client-keys');
  const holders = new Set(keys.flatMap(({ ownerId, spec }) => (ownerId && spec ? [`gatehouse-${ownerId}`] : [])));
  return {
    missing: [...holders].filter((id) => !known.includes(id)).map((id) => `${gateway.id} person ${id}`),
    leftOver: known.filter((id) => !holders.has(id)).map((id) => `${gateway.id} person ${id}`),
  };
}
