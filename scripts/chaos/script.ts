import { type Provider, providers } from '@gatehouse/contracts/provider-keys';
import type { ForeignAct, GatewayFault } from './gateways/port.ts';
import { createRandom, type Random } from './random.ts';

/** Something that a person contributes or gets; `number` is its name. */
export type Item = {
  number: number;
  kind: 'provider-key' | 'custom-provider' | 'client-key';
  gateway: number;
  person: number;
  provider: Provider;
};

export type Operation =
  | { do: 'add' | 'take'; item: Item; waitMs: number }
  | { do: 'remove-person' | 'deactivate' | 'reactivate'; person: number }
  | { do: 'sync' | 'change-management-key'; gateway: number };

export type Fault =
  | { fault: GatewayFault; gateway: number }
  | { fault: 'foreigner'; act: ForeignAct; gateway: number }
  | { fault: 'rotated-key' | 'repair' | 'end-staleness'; gateway: number }
  | { fault: 'kill-instance' }
  | { fault: 'restart-database' };

/** One line of the script. `seed` is for what has to be drawn while it is played. */
export type Step = { pauseMs: number; seed: number } & (Operation | Fault);
export const isFault = (step: Step): step is Step & Fault => 'fault' in step;

export type ScriptOptions = { seed: number; operations: number; gateways: number; hasKills: boolean; paceMs: number };

type Cast = { isActive: boolean; items: Item[]; gone: Item[] };
type Scene = {
  random: Random;
  options: ScriptOptions;
  /** By number; null once removed. */
  people: (Cast | null)[];
  items: number;
  due: { after: number; step: Fault }[];
};

export const peopleAtStart = 12;
const faultEvery = { percent: 7, foreignPercent: 5 };
/** Those that lock us out until a repair are rare: while one lasts, nothing else can go wrong. */
const gatewayFaults: Readonly<Record<GatewayFault, number>> = {
  'server-error': 10,
  'server-error-after-apply': 10,
  reset: 10,
  'reset-after-apply': 10,
  slow: 8,
  'applied-too-late': 8,
  'answered-too-late': 6,
  'lost-change': 8,
  'slow-reload': 5,
  'stale-reads': 3,
  restart: 8,
  outage: 5,
  'refused-authentication': 2,
  ban: 2,
};
const waitsMs = [0, 0, 0, 0, 0, 0, 0, 40, 300];

/**
 * What happens, as a pure function of the seed: a shorter script is the beginning of a longer one, so that a failure can
 * be looked for in fewer operations.
 */
export function writeScript(options: ScriptOptions): Step[] {
  const random = createRandom(options.seed);
  const people = Array.from({ length: peopleAtStart }, (): Cast => ({ isActive: true, items: [], gone: [] }));
  const scene: Scene = { random, options, people, items: 0, due: [] };
  const steps: Step[] = [];
  const add = (step: Operation | Fault) =>
    steps.push({ pauseMs: random.below(options.paceMs * 2 + 1), seed: random.below(2 ** 31), ...step });
  for (let done = 0; done < options.operations; done += 1) {
    for (const { step } of scene.due.filter(({ after }) => after <= done)) add(step);
    scene.due = scene.due.filter(({ after }) => after > done);
    const fault = drawFault(scene, done);
    if (fault) add(fault);
    add(drawOperation(scene));
  }
  return steps;
}

function drawFault(scene: Scene, done: number): Fault | null {
  const { random, options } = scene;
  const gateway = random.below(options.gateways);
  if (random.chance(faultEvery.foreignPercent)) {
    const act = random.weighted({
      add: 30,
      edit: 20,
      remove: 20,
      'remove-ours': 16,
      'edit-ours': 10,
      'bear-grudge': 2,
    });
    return { fault: 'foreigner', act, gateway };
  }
  if (!random.chance(faultEvery.percent)) return null;
  const later = (steps: number, step: Fault) => scene.due.push({ after: done + 1 + random.below(steps), step });
  const kind = random.weighted({ gateway: 91, 'rotated-key': 2, 'kill-instance': 3, 'restart-database': 4 });
  if (kind === 'rotated-key') later(25, { fault: 'repair', gateway });
  if (kind === 'rotated-key') return { fault: kind, gateway };
  if (kind === 'kill-instance') return options.hasKills ? { fault: kind } : null;
  if (kind === 'restart-database') return { fault: kind };
  const fault = random.weighted(gatewayFaults);
  if (fault === 'ban' || fault === 'refused-authentication') later(25, { fault: 'repair', gateway });
  if (fault === 'slow-reload' || fault === 'stale-reads') later(30, { fault: 'end-staleness', gateway });
  return { fault, gateway };
}

function drawOperation(scene: Scene): Operation {
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
  const kind = random.weighted({ add: 46, take: 40, again: 6, retry: 3, sync: 1, key: 1, person: 2, leave: 1 });
  const take = (list: Item[] | undefined) => list?.splice(random.below(list.length), 1)[0];
  if (kind === 'sync') return { do: 'sync', gateway };
  if (kind === 'key') return { do: 'change-management-key', gateway };
  if (kind === 'leave' && cast) {
    people[person] = null;
    people.push({ isActive: true, items: [], gone: [] });
    return { do: 'remove-person', person };
  }
  if (kind === 'person' && cast?.isActive) {
    cast.isActive = false;
    return { do: 'deactivate', person };
  }
  const taken = kind === 'take' && cast?.items.length ? take(cast.items) : undefined;
  if (taken) {
    if (taken.kind !== 'client-key') cast?.gone.push(taken);
    return { do: 'take', item: taken, waitMs };
  }
  const again = kind === 'again' && cast?.gone.length ? take(cast.gone) : undefined;
  const retried =
    kind === 'retry' ? random.pick(cast?.items.filter((item) => item.kind === 'provider-key') ?? []) : undefined;
  const item = again ?? retried ?? newItem(scene, person, gateway);
  if (!retried) cast?.items.push(item);
  return { do: 'add', item, waitMs };
}

function drawPerson({ random, people }: Scene): number {
  const present = people.flatMap((cast, number) => (cast ? [number] : []));
  return random.pick(present) ?? 0;
}

function newItem(scene: Scene, person: number, gateway: number): Item {
  const { random } = scene;
  scene.items += 1;
  const kind = random.weighted({ 'provider-key': 50, 'client-key': 35, 'custom-provider': 15 });
  return { number: scene.items, kind, gateway, person, provider: random.pick(providers) ?? 'claude' };
}
