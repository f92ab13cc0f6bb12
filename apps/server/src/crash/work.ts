import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@gatehouse/client/client';
import { handlings } from './kinds.ts';
import { families, type Item, type Kind, type Ledger } from './ledger.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import type { Random } from './random.ts';

type Worker = { client: Client; own: Item[]; ledger: Ledger; random: Random; isStopped: () => boolean };

const lanesEach = 4;
/** More than that at once, and a member rather removes something. */
const enough = 20;
const waitsMs = [0, 0, 0, 40, 300, 1500];
const kinds: Kind[] = ['provider-key', 'provider-key', 'provider-key', 'custom-provider', 'client-key', 'client-key'];

export type Member = { name: string; client: Client; own: Item[] };

/** Lets every member contribute, create and remove, several things at once; ends when the calls under way have ended. */
export function startWork(members: readonly Member[], ledger: Ledger, random: Random): { stop(): Promise<void> } {
  let isStopped = false;
  const lanes = Promise.all(
    members.flatMap(({ client, own }) =>
      Array.from({ length: lanesEach }, () =>
        work({ client, own, ledger, random: random.fork(), isStopped: () => isStopped }),
      ),
    ),
  );
  // Thrown where it is waited for.
  lanes.catch(() => {});
  return {
    async stop() {
      isStopped = true;
      await lanes;
    },
  };
}

async function work(worker: Worker): Promise<void> {
  while (!worker.isStopped()) {
    const { item, verb } = choose(worker);
    item.isBusy = true;
    await (verb === 'add' ? add(worker, item) : remove(worker, item));
    item.isBusy = false;
    await sleep(worker.random.below(25));
  }
}

function choose(worker: Worker): { item: Item; verb: 'add' | 'remove' } {
  const { own, random } = worker;
  const free = own.filter((item) => !item.isBusy);
  const there = free.filter((item) => item.id !== null && item.presence !== 'absent');
  const again = free.filter(
    (item) => item.kind !== 'client-key' && (item.presence === 'absent' || (item.presence === 'maybe' && !item.id)),
  );
  const dice = random.below(100);
  const removable = dice < 30 || there.length >= enough ? random.pick(there) : undefined;
  if (removable) return { item: removable, verb: 'remove' };
  const repeatable = dice < 45 ? random.pick(again) : undefined;
  return { item: repeatable ?? newItem(worker), verb: 'add' };
}

function newItem({ ledger, own, random }: Worker): Item {
  const kind = random.pick(kinds) ?? 'client-key';
  const name = `item-${ledger.items.length + 1}`;
  const item: Item = {
    kind,
    name,
    provider: random.pick(families) ?? 'claude',
    secret: kind === 'client-key' ? null : `sk-test-crash-${name}-${random.below(1e9)}`,
    id: null,
    presence: 'absent',
    isBusy: false,
  };
  ledger.items.push(item);
  own.push(item);
  return item;
}

async function add(worker: Worker, item: Item): Promise<void> {
  const { client, ledger } = worker;
  const { addedAction, list, add } = handlings[item.kind];
  const outcome = await call(worker, (options) => add(client, item, options));
  if (outcome.is === 'acknowledged') {
    Object.assign(item, outcome.value, { presence: 'present' });
    ledger.acknowledge(addedAction, outcome.value.id);
  } else if (outcome.is === 'unknown') {
    Object.assign(item, { presence: 'maybe', id: null });
  } else if (outcome.is === 'refused' && outcome.code === 'custom_provider_name_taken' && item.presence === 'maybe') {
    // An earlier call whose answer was lost did it after all.
    const found = await outcomeOf(list(client, 'own'));
    const row = found.is === 'acknowledged' ? found.value.find(({ name }) => name === item.name) : undefined;
    Object.assign(item, { presence: 'present', id: row?.id ?? null });
  } else if (outcome.is === 'refused') {
    ledger.surprises.push(`adding ${item.name}, ${item.presence}: ${outcome.code}`);
  }
}

async function remove(worker: Worker, item: Item): Promise<void> {
  const { client, ledger } = worker;
  const { id, kind, secret } = item;
  if (id === null) return;
  const outcome = await call(worker, (options) => handlings[kind].remove(client, id, options));
  if (outcome.is === 'acknowledged') {
    item.presence = 'absent';
    ledger.acknowledge(handlings[kind].removedAction, id);
    if (kind === 'client-key' && secret !== null) ledger.revokedKeys.push(secret);
  } else if (outcome.is === 'unknown') {
    item.presence = 'maybe';
  } else if (outcome.is === 'refused') {
    ledger.surprises.push(`removing ${item.name}, ${item.presence}: ${outcome.code}`);
  }
}

/** Until it reached a server, or the work ends. */
async function call<T>(
  { ledger, random, isStopped }: Worker,
  send: (options: { waitMs: number; signal: AbortSignal }) => Promise<T>,
): Promise<Outcome<T>> {
  const waitMs = random.pick(waitsMs) ?? 0;
  for (;;) {
    const outcome = await outcomeOf(send({ waitMs, signal: AbortSignal.timeout(20_000) }));
    if (outcome.is === 'not-sent' && !isStopped()) {
      await sleep(20);
      continue;
    }
    if (outcome.is !== 'not-sent') {
      ledger.counts.operations += 1;
      ledger.counts[outcome.is] += 1;
    }
    return outcome;
  }
}
