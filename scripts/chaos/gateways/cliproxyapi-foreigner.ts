import { setTimeout as sleep } from 'node:timers/promises';
import type { Config, Double } from '@gatehouse/gateways/double';
import type { Random } from '../random.ts';
import { foreignPrefix, identityIn, sections } from './cliproxyapi-lists.ts';
import { isRaced } from './journal.ts';
import type { ForeignAct, Harm } from './port.ts';

type ListName = 'api-keys' | (typeof sections)[number];
type Place = { list: ListName; identity: string };
type Own = Place & { content: string; changedAt: number };

/** Another client of the management API. It waits until the gateway has loaded what was written last, as one should. */
export function createForeigner(double: Double) {
  const own = new Map<string, Own>();
  const ended = new Map<string, Own>();
  const grudges: Place[] = [];
  const harms: Harm[] = [];
  let made = 0;

  const contents = (list: ListName): { identity: string; content: string }[] =>
    list === 'api-keys'
      ? double.clientKeys().map((key) => ({ identity: key, content: key }))
      : double
          .entries(list)
          .map((entry) => ({ identity: identityIn(list, entry), content: JSON.stringify(entry, withoutEmpty) }));
  const note = (place: Place) => {
    const content = contents(place.list).find(({ identity }) => identity === place.identity)?.content;
    const record = { ...place, content: content ?? '', changedAt: Date.now() };
    (content === undefined ? own : ended).delete(keyOf(place));
    (content === undefined ? ended : own).set(keyOf(place), record);
  };
  const look = () => {
    const shown = new Map(listNames.map((list) => [list, contents(list)]));
    for (const record of [...own.values(), ...ended.values()]) {
      const found = (shown.get(record.list) ?? []).filter(({ identity }) => identity === record.identity);
      const what = harmOf(found, ended.has(keyOf(record)) ? null : record.content);
      if (what === null) continue;
      harms.push({ what: `${record.list}: ${what}`, isRaced: isRaced(double, record.list, record.changedAt) });
      note(record);
    }
  };
  const add = (random: Random) => {
    made += 1;
    const list = random.pick(listNames) ?? 'api-keys';
    const secret = `${foreignPrefix}${made}`;
    if (list === 'api-keys') {
      double.editAsForeigner((config) => {
        config.apiKeys = [...(config.apiKeys ?? []), secret];
      });
      note({ list, identity: secret });
      return;
    }
    const entry =
      list === 'openai-compatibility'
        ? { name: secret, 'base-url': 'https://foreign.example/v1', 'api-key-entries': [{ 'api-key': secret }] }
        : { 'api-key': secret, 'base-url': 'https://foreign.example', weight: 3, headers: { 'X-Team': 'red' } };
    double.editAsForeigner((config) => {
      config.lists[list] = [...config.lists[list], entry];
    });
    note({ list, identity: identityIn(list, entry) });
  };
  const edit = (random: Random) => {
    const place = random.pick([...own.values()].filter(({ list }) => list !== 'api-keys'));
    if (!place) return;
    alter(double, place, (entry) => ({ ...entry, headers: { 'X-Team': `blue-${random.below(1000)}` } }));
    note(place);
  };
  const removeOwn = (random: Random) => {
    const place = random.pick([...own.values()]);
    if (place && remove(double, place)) note(place);
  };
  const ours = (random: Random): Place | undefined => {
    const list = random.pick(listNames) ?? 'api-keys';
    const found = random.pick(contents(list).filter(({ content }) => !content.includes(foreignPrefix)));
    return found && { list, identity: found.identity };
  };
  const acts: Record<ForeignAct, (random: Random) => void> = {
    add,
    edit,
    remove: removeOwn,
    'remove-ours': (random) => {
      const place = ours(random);
      if (place) remove(double, place);
    },
    'edit-ours': (random) => {
      const place = ours(random);
      if (place && place.list !== 'api-keys') alter(double, place, (entry) => ({ ...entry, ...spoilt(place.list) }));
    },
    'bear-grudge': (random) => {
      const place = ours(random);
      if (place && grudges.length < 2) grudges.push(place);
    },
  };

  note({ list: 'api-keys', identity: `${foreignPrefix}first` });
  return {
    async actAsForeigner(act: ForeignAct, random: Random): Promise<void> {
      for (let tries = 0; tries < 30 && !double.state().isIdle; tries += 1) await sleep(10);
      if (!double.state().isIdle) return;
      look();
      acts[act](random);
    },
    enforceGrudges() {
      if (grudges.length === 0 || !double.state().isIdle) return;
      look();
      for (const place of grudges) remove(double, place);
    },
    endGrudges: () => void grudges.splice(0),
    harms() {
      look();
      return harms;
    },
  };
}

const listNames: readonly ListName[] = ['api-keys', ...sections];
const keyOf = ({ list, identity }: Place) => `${list} ${identity}`;

/** What is wrong with a stranger's entry; `content` null where it is to be gone. */
function harmOf(found: readonly { content: string }[], content: string | null): string | null {
  const [first] = found;
  if (content === null) return first ? 'removed, and there again' : null;
  if (!first) return 'gone';
  if (found.length > 1) return 'there twice';
  return first.content === content ? null : 'changed';
}

/** False where that would leave a gateway without client keys: it is not the foreigner that we test. */
function remove(double: Double, { list, identity }: Place): boolean {
  if (list === 'api-keys') {
    const left = double.clientKeys().filter((key) => key !== identity);
    if (left.length === 0 || left.length === double.clientKeys().length) return false;
    double.editAsForeigner((config) => {
      config.apiKeys = left;
    });
    return true;
  }
  const isThere = double.entries(list).some((entry) => identityIn(list, entry) === identity);
  if (!isThere) return false;
  double.editAsForeigner((config) => {
    config.lists[list] = config.lists[list].filter((entry) => identityIn(list, entry) !== identity);
  });
  return true;
}

type Entry = Config['lists'][(typeof sections)[number]][number];

function alter(double: Double, { list, identity }: Place, change: (entry: Entry) => Entry): void {
  if (list === 'api-keys') return;
  double.editAsForeigner((config) => {
    config.lists[list] = config.lists[list].map((entry) =>
      identityIn(list, entry) === identity ? change(entry) : entry,
    );
  });
}

const spoilt = (list: ListName) =>
  list === 'openai-compatibility'
    ? { 'base-url': 'https://spoilt.example/v1' }
    : { prefix: 'spoilt', 'excluded-models': ['spoilt-*'] };

/** An empty field is shown in one reading and left out of the next. */
function withoutEmpty(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== null && item !== '' && item !== false && JSON.stringify(item) !== '[]')
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
