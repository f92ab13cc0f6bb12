import type { Resource } from '@gatehouse/contracts/gateways';
import type {
  ApplyOutcome,
  Change,
  Observation,
  ObservedEntry,
  ObserveOutcome,
  RawList,
  SpecOf,
} from '../driver/index.ts';
import { applyToList, restoreList } from './apply.ts';
import type { ListCodec, Normalised } from './codec.ts';
import type { Connection } from './connection.ts';
import { observedEntries, readList } from './list.ts';

/** A resource of the port, which the gateway keeps in one list or in several. */
export type ResourceHandler<R extends Resource> = {
  naturalKey: (spec: SpecOf[R]) => string;
  normalise: (spec: SpecOf[R], version?: string | null) => Normalised<R>;
  observe: (connection: Connection, about?: readonly string[]) => Promise<ObserveOutcome<R>>;
  apply: (connection: Connection, changes: Change<R>[], base: Observation<R>) => Promise<ApplyOutcome>;
  restore: (connection: Connection, snapshot: Snapshot, base: Observation<R>) => Promise<ApplyOutcome>;
};

export type Snapshot = { lists: readonly RawList[]; isOurs: (naturalKey: string) => boolean };

export type ResourceParts<R extends Resource, Item> = {
  resource: R;
  lists: readonly ListCodec<R, Item>[];
  listOf: (naturalKey: string) => ListCodec<R, Item> | undefined;
  naturalKey: (spec: SpecOf[R]) => string;
  normalise: (spec: SpecOf[R], version?: string | null) => Normalised<R>;
};

export function listResource<R extends Resource, Item>(parts: ResourceParts<R, Item>): ResourceHandler<R> {
  return {
    naturalKey: parts.naturalKey,
    normalise: parts.normalise,
    observe: (connection, about) => observe(connection, parts, about),
    apply: (connection, changes, base) => apply(connection, parts, changes, base),
    restore: (connection, snapshot, base) => restore(connection, parts, snapshot, base),
  };
}

async function observe<R extends Resource, Item>(
  connection: Connection,
  { resource, lists: all, listOf }: ResourceParts<R, Item>,
  about?: readonly string[],
): Promise<ObserveOutcome<R>> {
  const asked = about && new Set(about.map(listOf));
  const lists = asked ? all.filter((codec) => asked.has(codec)) : all;
  const entries: ObservedEntry<R>[] = [];
  const hashes: string[] = [];
  const contents: (() => RawList)[] = [];
  for (const codec of lists) {
    const read = await readList(connection, codec);
    if (!read.ok) return read;
    for (const entry of observedEntries(read.items, codec)) entries.push(entry);
    hashes.push(`${codec.section}=${read.contentHash}`);
    if (!read.isMissing)
      contents.push(() => ({ section: codec.section, content: JSON.stringify(read.items.map(codec.content)) }));
  }
  const raw = () => contents.map((content) => content());
  const isAsked = (naturalKey: string) => asked?.has(listOf(naturalKey)) ?? true;
  const covers = lists.length < all.length ? { covers: isAsked } : {};
  return { ok: true, observation: { resource, entries, revision: hashes.join(' '), raw, ...covers } };
}

/** The part of a revision that speaks of one list; a change elsewhere does not concern a write to this one. */
const hashIn = (revision: string, section: string): string | undefined =>
  revision
    .split(' ')
    .find((part) => part.startsWith(`${section}=`))
    ?.slice(section.length + 1);

async function apply<R extends Resource, Item>(
  connection: Connection,
  parts: ResourceParts<R, Item>,
  changes: Change<R>[],
  base: Observation<R>,
): Promise<ApplyOutcome> {
  const prepared = prepare(parts, changes);
  if (!prepared.ok) return { outcome: 'rejected', problem: prepared.problem, writes: 0 };
  return oneByOne(prepared.byList, ([codec, own]) =>
    applyToList(connection, codec, own, hashIn(base.revision, codec.section)),
  );
}

/** A list that the snapshot does not name is left alone. */
function restore<R extends Resource, Item>(
  connection: Connection,
  { lists }: ResourceParts<R, Item>,
  snapshot: Snapshot,
  base: Observation<R>,
): Promise<ApplyOutcome> {
  const known = lists.flatMap((codec) => {
    const list = snapshot.lists.find(({ section }) => section === codec.section);
    const items = list && codec.parse(JSON.parse(list.content));
    return items ? [{ codec, items }] : [];
  });
  return oneByOne(known, ({ codec, items }) =>
    restoreList(connection, codec, { items, isOurs: snapshot.isOurs }, hashIn(base.revision, codec.section)),
  );
}

async function oneByOne<T>(lists: Iterable<T>, write: (list: T) => Promise<ApplyOutcome>): Promise<ApplyOutcome> {
  let writes = 0;
  for (const list of lists) {
    const result = await write(list);
    writes += result.writes;
    if (result.outcome === 'applied') continue;
    // A list that was written before this one makes "certainly nothing happened" untrue.
    const outcome = result.outcome === 'rejected' && writes > 0 ? 'unknown' : result.outcome;
    return { outcome, problem: result.problem, writes };
  }
  return { outcome: 'applied', writes };
}

type Prepared<R extends Resource, Item> =
  | { ok: true; byList: Map<ListCodec<R, Item>, Change<R>[]> }
  | Extract<Normalised<R>, { ok: false }>;

/** Everything is checked before the first call, so that a spec which the gateway would drop never costs one. */
function prepare<R extends Resource, Item>(parts: ResourceParts<R, Item>, changes: Change<R>[]): Prepared<R, Item> {
  const byList = new Map<ListCodec<R, Item>, Change<R>[]>();
  for (const change of changes) {
    const codec = parts.listOf(change.naturalKey);
    if (!codec)
      return { ok: false, problem: { code: 'unsupported', message: 'This gateway has no list for such an entry.' } };
    const own = byList.get(codec) ?? [];
    byList.set(codec, own);
    if (change.kind === 'ensure-absent') {
      own.push(change);
      continue;
    }
    const normalised = parts.normalise(change.spec);
    if (!normalised.ok) return normalised;
    own.push({ ...change, naturalKey: parts.naturalKey(normalised.spec), spec: normalised.spec });
  }
  return { ok: true, byList };
}
