import type { Held } from './gateways/port.ts';
import type { Wanted } from './wanted.ts';
import type { ManagedGateway } from './world.ts';

export type GatewayFindings = { missing: string[]; leftOver: string[]; duplicates: string[] };

/** Compares what a gateway holds with what the database wants there, without the driver that brought it there. */
export function checkGateway(gateway: ManagedGateway, wanted: readonly Wanted[]): GatewayFindings {
  const present = wanted.filter(({ gatewayId, spec }) => gatewayId === gateway.id && spec !== null);
  const ours = gateway.held().filter(({ isForeign }) => !isForeign);
  const byPlace = new Map<string, Held[]>();
  for (const held of ours) byPlace.set(placeOf(held), [...(byPlace.get(placeOf(held)) ?? []), held]);
  const missing: string[] = [];
  const expected = new Set<string>();
  for (const { resource, spec } of present) {
    if (!spec) continue;
    const place = placeOf({ resource, identity: gateway.identityOf(resource, spec) });
    expected.add(place);
    const [held] = byPlace.get(place) ?? [];
    if (!held) missing.push(`${gateway.id} ${place}`);
    else if (!gateway.agrees(held, spec)) missing.push(`${gateway.id} ${place} differs`);
  }
  const keys = new Set([...expected].flatMap((place) => place.split('client-keys ')[1] ?? []));
  const admitted = new Set(gateway.admitted());
  for (const key of keys) if (!admitted.has(key)) missing.push(`${gateway.id} client key ${key} is not admitted`);
  const leftOver = [...byPlace.keys()].filter((place) => !expected.has(place)).map((place) => `${gateway.id} ${place}`);
  for (const key of admitted)
    if (isOurs(key) && !keys.has(key)) leftOver.push(`${gateway.id} client key ${key} is still admitted`);
  const duplicates = [...byPlace].filter(([, held]) => held.length > 1).map(([place]) => `${gateway.id} ${place}`);
  return { missing, leftOver, duplicates };
}

const placeOf = ({ resource, identity }: Pick<Held, 'resource' | 'identity'>) => `${resource} ${identity}`;
const isOurs = (key: string) => /^(sk-gh-|gh-sentinel-)/.test(key);
