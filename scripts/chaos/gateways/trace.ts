import { createHash } from 'node:crypto';
import type { RequestRecord, Watcher } from '@gatehouse/gateways/double';
import type { Harm } from './port.ts';

/** One entry of a list: what makes it the same to the gateway, and everything in it that does not move by itself. */
export type Shown = { identity: string; content: string };

export type Traced = {
  lists: readonly string[];
  contents(list: string): Shown[];
  /** The lists that a request shows, or writes; none for what is no concern of this trace. */
  listsOf(record: RequestRecord): readonly string[];
  /** A write of a whole list can undo what came between its reading and itself. One of a single entry cannot. */
  writesWholeLists: boolean;
};

/** Whether an entry of a stranger, which the stranger left like this, may have become that. */
export type Allowance = (left: Shown, found: readonly Shown[]) => boolean;
type Reading = { seq: number; at: number; hash: string; entries: number };
/** What the stranger left; `content` null where it is to be gone. */
type Stranger = Shown & { list: string; isGone: boolean; seq: number; at: number };

/** A write that the gateway acted upon, with the last reading of the same list that its process had seen. */
export type TracedWrite = {
  seq: number;
  list: string;
  process: string;
  call: string;
  /** When it arrived, and when the gateway acted on it. */
  at: number;
  actedAt: number;
  /** Its process had given up, or died, before the gateway acted. */
  isLate: boolean;
  read: Reading | null;
  wrote: { hash: string; entries: number };
};

const keptReadings = 40;
export const processOf = (record: RequestRecord): string =>
  /\(([^)]+)\)/.exec(record.headers['user-agent'] ?? '')?.[1] ?? '';
/** A second Gatehouse on the same gateway, with a database of its own. */
export const isRival = (process: string): boolean => process.startsWith('rival');

/**
 * Sees each moment in which the gateway's state can change, in their order, and what each writer had read. So that for
 * every harm to a stranger's entry it is certain which write did it and whether that write could have known.
 */
export function createTrace(traced: Traced) {
  const readings = new Map<string, Reading[]>();
  const strangers = new Map<string, Stranger>();
  const allowed = new Map<string, Allowance>();
  const writes: TracedWrite[] = [];
  const harms: Harm[] = [];
  let seq = 0;

  const shownOf = (list: string): Omit<Reading, 'seq' | 'at'> => {
    const contents = traced.contents(list);
    return { hash: hashOf(JSON.stringify(contents)), entries: contents.length };
  };
  const look = (lists: readonly string[], blame: (list: string, stranger: Stranger) => Omit<Harm, 'what'>) => {
    for (const list of lists) {
      const own = [...strangers].filter(([, stranger]) => stranger.list === list);
      if (own.length === 0) continue;
      const contents = new Map<string, Shown[]>();
      for (const shown of traced.contents(list))
        contents.set(shown.identity, [...(contents.get(shown.identity) ?? []), shown]);
      for (const [key, stranger] of own) {
        const found = contents.get(stranger.identity) ?? [];
        const what = harmOf(found, stranger);
        if (what === null) continue;
        // What it is from now on is nobody's doing, until the stranger acts on it again.
        strangers.delete(key);
        if (!allowed.get(list)?.(stranger, found)) harms.push({ what: `${list}: ${what}`, ...blame(list, stranger) });
      }
    }
  };
  const noteRead = (record: RequestRecord) => {
    // A process that has gone or given up has read nothing.
    if (record.leftAt !== null) return;
    for (const list of traced.listsOf(record)) {
      const key = `${processOf(record)} ${list}`;
      const kept = readings.get(key) ?? [];
      kept.push({ seq, at: Date.now(), ...shownOf(list) });
      readings.set(key, kept.slice(-keptReadings));
    }
  };
  const noteWrite = (record: RequestRecord) => {
    const process = processOf(record);
    const added = traced.listsOf(record).map((list): TracedWrite => {
      // Readings of after the write arrived are of no use to it, even if it is acted upon only now.
      const read = readings.get(`${process} ${list}`)?.findLast(({ at }) => at <= record.at) ?? null;
      const call = `${record.method} ${record.path}`;
      const times = { at: record.at, actedAt: Date.now(), isLate: record.leftAt !== null };
      return { seq, list, process, call, ...times, read, wrote: shownOf(list) };
    });
    writes.push(...added);
    look(
      added.map(({ list }) => list),
      (list, stranger) =>
        judge(
          traced,
          added.find((write) => write.list === list),
          stranger,
        ),
    );
  };
  const watcher: Watcher = {
    acted(record, status) {
      seq += 1;
      if (record.method !== 'GET') noteWrite(record);
      else if (status === 200) noteRead(record);
    },
    loaded(cause) {
      seq += 1;
      look(traced.lists, () => ({ by: 'gateway', trace: `at ${seq} by a ${cause}` }));
    },
  };
  return {
    watcher,
    harms,
    writes,
    /** The stranger has just made this entry what it is. */
    note(list: string, identity: string): void {
      seq += 1;
      const shown = traced.contents(list).find((entry) => entry.identity === identity);
      const stranger = { list, identity, content: shown?.content ?? '', isGone: !shown, seq, at: Date.now() };
      strangers.set(`${list} ${identity}`, stranger);
    },
    /** It is not the stranger's any more. */
    forget: (list: string, identity: string): boolean => strangers.delete(`${list} ${identity}`),
    forgetAll: () => strangers.clear(),
    /** Entries of the stranger that are there. */
    present: (list?: string): Stranger[] =>
      [...strangers.values()].filter((stranger) => !stranger.isGone && (list ?? stranger.list) === stranger.list),
    /** Somebody asked us to put strangers back to this. Answers how to end that. */
    allow(lists: ReadonlyMap<string, Allowance>): () => void {
      for (const [list, allowance] of lists) allowed.set(list, allowance);
      return () => {
        for (const list of lists.keys()) allowed.delete(list);
      };
    },
  };
}

export type Trace = ReturnType<typeof createTrace>;

function harmOf(found: readonly Shown[], { isGone, content }: Stranger): string | null {
  const [first] = found;
  if (isGone) return first ? 'removed, and there again' : null;
  if (!first) return 'gone';
  if (found.length > 1) return 'there twice';
  return first.content === content ? null : 'changed';
}

/**
 * The gateway has no conditional write. What a stranger does after a writer has read the list and before the gateway acts
 * on its write is what nobody can see: the documented race. What the reading had shown is ours to keep.
 */
function judge(traced: Traced, write: TracedWrite | undefined, stranger: Stranger): Omit<Harm, 'what'> {
  const trace = JSON.stringify({ stranger: { seq: stranger.seq, at: stranger.at }, write });
  if (!write) return { by: 'ours', trace };
  if (isRival(write.process)) return { by: 'rival', trace };
  if (!traced.writesWholeLists || !write.read || stranger.seq <= write.read.seq) return { by: 'ours', trace };
  return { by: write.isLate ? 'late-race' : 'race', trace };
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8);
