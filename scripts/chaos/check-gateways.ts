import type { Held } from './gateways/port.ts';
import type { Wanted } from './wanted.ts';
import type { ManagedGateway } from './world.ts';

export type GatewayFindings = { missing: string[]; leftOver: string[]; duplicates: string[] };

/** Compares what a gateway holds with what the database wants there, without the driver that brought it there. */
export function checkGateway(gateway: ManagedGateway, wanted: readonly Wanted[]): GatewayFindings {
  const present = wanted.filter(({ gatewayId, spec }) => gatewayId === gateway.id && spec !== null);
  const byPlace = new Map<string, Held[]>();
  for (const held of gateway.held()) byPlace.set(placeOf(held), [...(byPlace.get(placeOf(held)) ?? []), held]);
  const missing: string[] = [];
  const expected = new Set<string>();
  const isServed = new Map<string, boolean>();
  for (const { resource, spec, status } of present) {
    if (!spec || (isIrreplaceable(spec) && status === 'rejected')) continue;
    const identity = gateway.identityOf(resource, spec);
    const place = placeOf({ resource, identity });
    expected.add(place);
    const [held] = byPlace.get(place) ?? [];
    if (resource === 'client-keys' && !isShutByOthers(held, spec)) isServed.set(identity, !isShut(spec));
    if (!held) missing.push(`${gateway.id} ${place}`);
    else if (!gateway.agrees(held, spec))
      missing.push(`${gateway.id} ${place} differs: ${JSON.stringify({ held: held.entry, spec })}`);
  }
  const admitted = gateway.admitted();
  const admittedKeys = new Set(admitted.map(({ identity }) => identity));
  for (const [key, isToBe] of isServed)
    if (isToBe && !admittedKeys.has(key)) missing.push(`${gateway.id} client key ${key} is not admitted`);
  // What was adopted still looks like a stranger's, and is wanted.
  const ours = [...byPlace].filter(([place, [held]]) => held && (expected.has(place) || !held.isForeign));
  const leftOver = ours.filter(([place]) => !expected.has(place)).map(([place]) => `${gateway.id} ${place}`);
  for (const { identity, isForeign } of admitted)
    if (isServed.get(identity) !== true && !isForeign)
      leftOver.push(`${gateway.id} client key ${identity} is still admitted`);
  const duplicates = ours.filter(([, held]) => held.length > 1).map(([place]) => `${gateway.id} ${place}`);
  return { missing, leftOver, duplicates };
}

const placeOf = ({ resource, identity }: Pick<Held, 'resource' | 'identity'>) => `${resource} ${identity}`;

/** Adopted, and its secret is nobody's: once it is gone, that can only be said. */
const isIrreplaceable = (spec: object): boolean => 'isHashOnly' in spec || 'foreign' in spec;

/** Somebody blocked it at the gateway, and its owner has said nothing about that. */
const isShutByOthers = (held: Held | undefined, spec: object): boolean =>
  held?.entry.blocked === true && !('isBlocked' in spec);

/** Kept at the gateway, and not let in. */
const isShut = (spec: object): boolean => {
  const { isBlocked, expiresAt } = spec as { isBlocked?: boolean; expiresAt?: string };
  return isBlocked === true || (expiresAt !== undefined && Date.parse(expiresAt) <= Date.now());
};
