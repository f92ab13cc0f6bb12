import type { BundlePath, BundlePathStep } from '@gatehouse/contracts/bundles';
import type { Edit } from '../edit/editor.ts';
import { atTheEnd, isObject, isSameJson, type Json, type Path, valueAt } from '../edit/value.ts';

export type PartChange = {
  path: Path;
  kind: 'added' | 'updated' | 'removed';
  before: Json | undefined;
  after: Json | undefined;
};

type Items = Extract<BundlePathStep, { items: string }>;

/** By which a managed path is known. */
export const pathName = (path: BundlePath | Path): string => JSON.stringify(path);

/** The parts that are under our own name: nobody else puts anything there. */
export const isOwnName = (path: BundlePath): boolean => /gatehouse/i.test(JSON.stringify(path));

/** For people. */
export const describePath = (path: BundlePath | Path): string =>
  path.map((step) => (typeof step === 'object' ? `${'keys' in step ? step.keys : step.prefix}*` : step)).join('.');

function splitPath(path: BundlePath): { plain: string[]; selector: Exclude<BundlePathStep, string> | undefined } {
  const last = path.at(-1);
  return {
    plain: path.filter((step) => typeof step === 'string'),
    selector: typeof last === 'object' ? last : undefined,
  };
}

/** What a file holds at a managed path: the value, the keys with the prefix, or the items with it by their name. */
export function partAt(root: Json | undefined, path: BundlePath): Json | undefined {
  const { plain, selector } = splitPath(path);
  const value = valueAt(root, plain);
  if (!selector) return value;
  const entries = 'keys' in selector ? keyEntries(value, selector.keys) : itemEntries(value, selector);
  return entries.length > 0 ? Object.fromEntries(entries.map(({ name, value: each }) => [name, each])) : undefined;
}

type Entry = { name: string; value: Json; step: string | number };

const keyEntries = (value: Json | undefined, prefix: string): Entry[] =>
  isObject(value)
    ? Object.entries(value).flatMap(([name, each]) =>
        name.startsWith(prefix) ? [{ name, value: each, step: name }] : [],
      )
    : [];

const itemEntries = (value: Json | undefined, { items, prefix }: Items): Entry[] =>
  Array.isArray(value)
    ? value.flatMap((each, step) => {
        const name = isObject(each) ? each[items] : undefined;
        return typeof name === 'string' && name.startsWith(prefix) ? [{ name, value: each, step }] : [];
      })
    : [];

export type Transition = { changes: PartChange[]; edits: Edit[] };

/** What makes the part at `path` of one value equal to that of the other. */
export function transition(present: Json | undefined, wanted: Json | undefined, path: BundlePath): Transition {
  const { plain, selector } = splitPath(path);
  const [before, after] = [valueAt(present, plain), valueAt(wanted, plain)];
  if (!selector) {
    const changes = changeOf(plain, before, after);
    return { changes, edits: changes.map(() => ({ path: plain, value: after })) };
  }
  if ('keys' in selector) {
    const changes = entryChanges(plain, keyEntries(before, selector.keys), keyEntries(after, selector.keys));
    return { changes, edits: changes.map((change) => ({ path: change.path, value: change.after })) };
  }
  const [old, next] = [itemEntries(before, selector), itemEntries(after, selector)];
  const changes = entryChanges(plain, old, next);
  return { changes, edits: changes.length > 0 ? itemEdits(plain, before, old, next) : [] };
}

function entryChanges(path: string[], old: Entry[], next: Entry[]): PartChange[] {
  const names = [...new Set([...old, ...next].map(({ name }) => name))];
  return names.flatMap((name) => {
    const same = old.filter((each) => each.name === name);
    const after = next.find((each) => each.name === name)?.value;
    const change = changeOf([...path, name], same[0]?.value, after);
    if (change.length > 0 || same.length < 2) return change;
    // The same name twice: one of them goes.
    return [{ path: [...path, name], kind: 'updated' as const, before: same[1]?.value, after }];
  });
}

/** Replacing comes first and appending last, so that the numbers of the items stay right in between. */
function itemEdits(path: string[], list: Json | undefined, old: Entry[], next: Entry[]): Edit[] {
  const strangers = Array.isArray(list) ? list.length - old.length : 0;
  if (strangers === 0 && next.length === 0) return [{ path, value: undefined }];
  if (list === undefined || list === null || (Array.isArray(list) && list.length === 0)) {
    return [{ path, value: next.map(({ value }) => value) }];
  }
  const kept = new Map(old.toReversed().map((entry) => [entry.name, entry]));
  const replaced = next.flatMap(({ name, value }): Edit[] => {
    const entry = kept.get(name);
    return entry && !isSameJson(entry.value, value) ? [{ path: [...path, entry.step], value }] : [];
  });
  const wanted = new Set(next.map(({ name }) => name));
  const removed = old
    .filter((entry) => !wanted.has(entry.name) || kept.get(entry.name) !== entry)
    .toReversed()
    .map((entry): Edit => ({ path: [...path, entry.step], value: undefined }));
  const added = next.filter(({ name }) => !kept.has(name));
  return [...replaced, ...removed, ...added.map(({ value }): Edit => ({ path: [...path, atTheEnd], value }))];
}

function changeOf(path: Path, before: Json | undefined, after: Json | undefined): PartChange[] {
  if (before === undefined && after === undefined) return [];
  if (before === undefined) return [{ path, kind: 'added', before, after }];
  if (after === undefined) return [{ path, kind: 'removed', before, after }];
  return isSameJson(before, after) ? [] : [{ path, kind: 'updated', before, after }];
}
