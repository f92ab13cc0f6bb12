import { accountProviders } from '@gatehouse/contracts/provider-accounts';
import { type Provider, providers } from '@gatehouse/contracts/provider-keys';
import { kindOf } from '../gateways/index.ts';
import type { Random } from '../random.ts';
import { groupCount, type Item, type Operation, type ScriptOptions } from './steps.ts';

type Cast = { isActive: boolean; items: Item[]; gone: Item[] };
export type Scene = {
  random: Random;
  options: ScriptOptions;
  /** By number; null once removed. */
  people: (Cast | null)[];
  items: number;
};

const peopleAtStart = 12;
export const newCast = (): Cast => ({ isActive: true, items: [], gone: [] });
export const newScene = (random: Random, options: ScriptOptions): Scene => ({
  random,
  options,
  people: Array.from({ length: peopleAtStart }, newCast),
  items: 0,
});

const waitsMs = [0, 0, 0, 0, 0, 0, 0, 40, 300];
const weights = {
  add: 40,
  take: 33,
  edit: 14,
  again: 5,
  retry: 3,
  sync: 1,
  key: 1,
  person: 2,
  leave: 1,
  connect: 2,
  upkeep: 4,
} as const;

export function drawOperation(scene: Scene): Operation {
  const { random, people, options } = scene;
  const person = drawPerson(scene);
  const cast = people[person];
  const gateway = random.below(options.gateways);
  const waitMs = random.pick(waitsMs) ?? 0;
  const shutOut = people.findIndex((candidate) => candidate && !candidate.isActive);
  const returning = people[shutOut];
  if (returning && random.chance(6)) {
    returning.isActive = true;
    return { do: 'reactivate', person: shutOut };
  }
  const kind = random.weighted(weights);
  if (kind === 'sync') return { do: 'sync', gateway };
  if (kind === 'key') return { do: 'change-management-key', gateway };
  if (kind === 'upkeep') return drawUpkeep(scene, gateway);
  if (kind === 'connect' && kindOf(gateway) === 'cliproxyapi') return drawConnect(scene, person, gateway);
  if (kind === 'leave' && cast) {
    people[person] = null;
    people.push(newCast());
    return { do: 'remove-person', person };
  }
  if (kind === 'person' && cast?.isActive) {
    cast.isActive = false;
    return { do: 'deactivate', person };
  }
  return cast && (kind === 'take' || kind === 'edit')
    ? (drawOnOwn(scene, cast, kind, waitMs) ?? drawAddition(scene, person, gateway, waitMs))
    : drawAddition(scene, person, gateway, waitMs, kind);
}

const takeFrom = ({ random }: Scene, list: Item[] | undefined) => list?.splice(random.below(list.length), 1)[0];

function drawOnOwn(scene: Scene, cast: Cast, kind: 'take' | 'edit', waitMs: number): Operation | null {
  if (kind === 'edit') {
    const item = scene.random.pick(cast.items);
    return item ? { do: 'edit', item, waitMs } : null;
  }
  const item = cast.items.length > 0 ? takeFrom(scene, cast.items) : undefined;
  if (!item) return null;
  if (item.kind === 'provider-key' || item.kind === 'custom-provider') cast.gone.push(item);
  return { do: 'take', item, waitMs };
}

function drawAddition(scene: Scene, person: number, gateway: number, waitMs: number, kind?: string): Operation {
  const cast = scene.people[person];
  const again = kind === 'again' && cast?.gone.length ? takeFrom(scene, cast.gone) : undefined;
  const retried =
    kind === 'retry'
      ? scene.random.pick(cast?.items.filter((candidate) => candidate.kind === 'provider-key') ?? [])
      : undefined;
  const item = again ?? retried ?? newItem(scene, person, gateway);
  if (!retried) cast?.items.push(item);
  return { do: 'add', item, waitMs };
}

/** One person signs in at a provider, or two at once. */
function drawConnect(scene: Scene, person: number, gateway: number): Operation {
  const { random } = scene;
  const second = drawPerson(scene);
  const people = random.chance(50) && second !== person ? [person, second] : [person];
  return { do: 'connect', people, gateway, provider: random.pick(accountProviders) ?? 'claude' };
}

function drawUpkeep({ random, options }: Scene, gateway: number): Operation {
  const kind = random.weighted({ group: 24, policy: 16, undo: 16, adopt: 18, ignore: 10, move: 8, rebuild: 8 });
  const isEnabled = random.chance(60);
  if (kind === 'group') return { do: 'switch-group', group: random.below(groupCount), isEnabled };
  if (kind === 'policy') return { do: 'set-policy', gateway, policy: random.chance(70) ? 'repair' : 'report' };
  if (kind !== 'move') return { do: kind, gateway };
  const others = Array.from({ length: options.gateways }, (_, index) => index).filter(
    (index) => index !== gateway && kindOf(index) === kindOf(gateway),
  );
  const to = random.pick(others);
  return to === undefined ? { do: 'sync', gateway } : { do: 'move', gateway, to };
}

function drawPerson({ random, people }: Scene): number {
  const present = people.flatMap((cast, number) => (cast ? [number] : []));
  return random.pick(present) ?? 0;
}

const providersOfLitellm: readonly Provider[] = ['claude', 'gemini', 'codex', 'xai'];

function newItem(scene: Scene, person: number, gateway: number): Item {
  const { random } = scene;
  scene.items += 1;
  const isLitellm = kindOf(gateway) === 'litellm';
  const drawn = random.weighted({ 'provider-key': 48, 'client-key': 33, 'custom-provider': 15, account: 4 });
  const kind = drawn === 'account' && isLitellm ? 'client-key' : drawn;
  const provider = random.pick(isLitellm ? providersOfLitellm : providers) ?? 'claude';
  return { number: scene.items, kind, gateway, person, provider };
}
