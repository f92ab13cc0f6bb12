import type { Config, Double } from '@gatehouse/gateways/double';
import { identityIn, isSection, listNames, type Section } from './cliproxyapi-lists.ts';
import type { Hands, Place } from './foreigner.ts';
import type { Shown } from './trace.ts';

/** Somebody else at a CLIProxyAPI, who edits its lists. */
export function cliproxyapiHands(double: Double): Hands {
  const alter = ({ list, identity }: Place, change: (entry: Entry) => Entry): boolean => {
    if (!isSection(list)) return false;
    const isThere = double.entries(list).some((entry) => identityIn(list, entry) === identity);
    if (isThere)
      double.editAsForeigner((config) => {
        config.lists[list] = config.lists[list].map((entry) =>
          identityIn(list, entry) === identity ? change(entry) : entry,
        );
      });
    return isThere;
  };
  return {
    lists: listNames,
    contents: (list) => contentsOf(double, list),
    isIdle: () => double.state().isIdle,
    add(list, secret) {
      if (!isSection(list)) {
        double.editAsForeigner((config) => {
          config.apiKeys = [...(config.apiKeys ?? []), secret];
        });
        return secret;
      }
      const entry = newEntry(list, secret);
      double.editAsForeigner((config) => {
        config.lists[list] = [...config.lists[list], entry];
      });
      return identityIn(list, entry);
    },
    edit: (place, mark) => alter(place, (entry) => ({ ...entry, headers: { 'X-Team': `blue-${mark}` } })),
    remove: (place) => remove(double, place),
    spoil: (place) => alter(place, (entry) => ({ ...entry, ...spoilt(place.list) })),
  };
}

export function contentsOf(double: Double, list: string): Shown[] {
  if (!isSection(list)) return double.clientKeys().map((key) => ({ identity: key, content: key }));
  return double
    .entries(list)
    .map((entry) => ({ identity: identityIn(list, entry), content: JSON.stringify(entry, withoutEmpty) }));
}

/** The same of a list as a snapshot holds it. */
export function contentsIn(list: string, items: readonly unknown[]): Shown[] {
  if (!isSection(list)) return items.map((key) => ({ identity: String(key), content: String(key) }));
  return items.map((item) => ({
    identity: identityIn(list, item as Entry),
    content: JSON.stringify(item, withoutEmpty),
  }));
}

type Entry = Config['lists'][Section][number];

const newEntry = (list: Section, secret: string): Entry =>
  list === 'openai-compatibility'
    ? { name: secret, 'base-url': 'https://foreign.example/v1', 'api-key-entries': [{ 'api-key': secret }] }
    : { 'api-key': secret, 'base-url': 'https://foreign.example', weight: 3, headers: { 'X-Team': 'red' } };

const spoilt = (list: string) =>
  list === 'openai-compatibility'
    ? { 'base-url': 'https://spoilt.example/v1' }
    : { prefix: 'spoilt', 'excluded-models': ['spoilt-*'] };

/** False where that would leave a gateway without client keys: it is not the foreigner that we test. */
function remove(double: Double, { list, identity }: Place): boolean {
  if (!isSection(list)) {
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

/** An empty field is shown in one reading and left out of the next. */
function withoutEmpty(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== null && item !== '' && item !== false && JSON.stringify(item) !== '[]')
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
