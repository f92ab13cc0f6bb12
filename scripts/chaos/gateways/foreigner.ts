import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../random.ts';
import type { ForeignAct } from './port.ts';
import type { Shown, Trace } from './trace.ts';

export type Place = { list: string; identity: string };

/** How somebody else changes entries at one kind of gateway. False: it was not done. */
export type Hands = {
  lists: readonly string[];
  contents(list: string): Shown[];
  /** Nothing that was written before is still to be loaded. */
  isIdle(): boolean;
  /** Puts a new entry with this secret there and answers its identity. */
  add(list: string, secret: string): string;
  edit(place: Place, mark: number): boolean;
  remove(place: Place): boolean;
  /** Changes an entry of somebody else so that it does not work as wanted any more. */
  spoil(place: Place): boolean;
};

/** Begins every key and name of strangers. */
export const foreignPrefix = 'sk-test-foreign-';
/** Ends in four digits that no other has: what is masked can be recognised. */
export const foreignSecret = (number: number): string => `${foreignPrefix}${String(number).padStart(4, '0')}`;

/** The foreigner gives up what it has with these last four digits. False if it has no such thing. */
export function handOver(trace: Trace, lists: readonly string[], ending: string): boolean {
  const found = lists
    .flatMap((list) => trace.present(list))
    .find(({ content }) => content.includes(foreignPrefix + ending));
  return found !== undefined && trace.forget(found.list, found.identity);
}

/** Another client of the management API. It waits until the gateway has loaded what was written last, as one should. */
export function createForeigner(hands: Hands, trace: Trace, firstNumber: number) {
  const grudges: Place[] = [];
  const othersIdentities = new Set<string>();
  // Of each gateway others: what is adopted at one can be moved to another.
  let made = firstNumber;

  const isOurs = ({ identity, content }: Shown) =>
    !content.includes(foreignPrefix) && !identity.includes(foreignPrefix) && !othersIdentities.has(identity);
  const ours = (random: Random): Place | undefined => {
    const list = random.pick(hands.lists) ?? '';
    const found = random.pick(hands.contents(list).filter(isOurs));
    return found && { list, identity: found.identity };
  };
  const own = (random: Random, lists: readonly string[]): Place | undefined =>
    random.pick(lists.flatMap((list) => trace.present(list)));
  const acts: Record<ForeignAct, (random: Random) => void> = {
    add(random) {
      made += 1;
      const list = random.pick(hands.lists) ?? '';
      trace.note(list, hands.add(list, foreignSecret(made)));
    },
    edit(random) {
      const place = own(random, hands.lists);
      if (place && hands.edit(place, random.below(1000))) trace.note(place.list, place.identity);
    },
    remove(random) {
      const place = own(random, hands.lists);
      if (place && hands.remove(place)) trace.note(place.list, place.identity);
    },
    'remove-ours'(random) {
      const place = ours(random);
      if (place) hands.remove(place);
    },
    'edit-ours'(random) {
      const place = ours(random);
      if (place) hands.spoil(place);
    },
    'bear-grudge'(random) {
      const place = ours(random);
      if (place && grudges.length < 2) grudges.push(place);
    },
  };
  return {
    async actAsForeigner(act: ForeignAct, random: Random): Promise<void> {
      for (let tries = 0; tries < 30 && !hands.isIdle(); tries += 1) await sleep(10);
      if (hands.isIdle()) acts[act](random);
    },
    enforceGrudges() {
      if (grudges.length === 0 || !hands.isIdle()) return;
      for (const place of grudges) hands.remove(place);
    },
    endGrudges: () => void grudges.splice(0),
    regardAsForeign(identities: Iterable<string>) {
      for (const identity of identities) othersIdentities.add(identity);
    },
    isForeign: (identity: string, content: string): boolean => !isOurs({ identity, content }),
  };
}
