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
  /**
   * Reads or writes all lists in one. Its process asks for the same now and then for people, right before a write as well:
   * then an earlier one of its readings counts.
   */
  isOfSeveral?(record: RequestRecord): boolean;
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
export class Trace {
  readonly writes: TracedWrite[] = [];
  readonly harms: Harm[] = [];
  readonly watcher: Watcher;
  readonly #traced: Traced;
  readonly #readings = new Map<string, Reading[]>();
  readonly #strangers = new Map<string, Stranger>();
  readonly #allowed = new Map<string, Allowance>();
  #seq = 0;

  constructor(traced: Traced) {
    this.#traced = traced;
    this.watcher = {
      acted: (record, status) => {
        this.#seq += 1;
        if (record.method !== 'GET') this.#noteWrite(record);
        else if (status === 200) this.#noteRead(record);
      },
      loaded: (cause) => {
        this.#seq += 1;
        this.#look(traced.lists, () => ({ by: 'gateway', trace: `at ${this.#seq} by a ${cause}` }));
      },
    };
  }

  /** The stranger has just made this entry what it is. */
  note(list: string, identity: string): void {
    this.#seq += 1;
    const shown = this.#traced.contents(list).find((entry) => entry.identity === identity);
    const left = { content: shown?.content ?? '', isGone: !shown, seq: this.#seq, at: Date.now() };
    this.#strangers.set(`${list} ${identity}`, { list, identity, ...left });
  }

  /** It is not the stranger's any more. */
  forget(list: string, identity: string): boolean {
    return this.#strangers.delete(`${list} ${identity}`);
  }

  forgetAll(): void {
    this.#strangers.clear();
  }

  /** Entries of the stranger that are there. */
  present(list: string): Stranger[] {
    return [...this.#strangers.values()].filter((stranger) => !stranger.isGone && stranger.list === list);
  }

  /** Somebody asked us to put strangers back to this. Answers how to end that. */
  allow(lists: ReadonlyMap<string, Allowance>): () => void {
    for (const [list, allowance] of lists) this.#allowed.set(list, allowance);
    return () => {
      for (const list of lists.keys()) this.#allowed.delete(list);
    };
  }

  #look(lists: readonly string[], blame: (list: string, stranger: Stranger) => Omit<Harm, 'what'>): void {
    for (const list of lists) {
      const own = [...this.#strangers].filter(([, stranger]) => stranger.list === list);
      if (own.length === 0) continue;
      const contents = new Map<string, Shown[]>();
      for (const shown of this.#traced.contents(list))
        contents.set(shown.identity, [...(contents.get(shown.identity) ?? []), shown]);
      for (const [key, stranger] of own) {
        const found = contents.get(stranger.identity) ?? [];
        const what = harmOf(found, stranger);
        if (what === null) continue;
        // What it is from now on is nobody's doing, until the stranger acts on it again.
        this.#strangers.delete(key);
        if (!this.#allowed.get(list)?.(stranger, found))
          this.harms.push({ what: `${list}: ${what}`, ...blame(list, stranger) });
      }
    }
  }

  #readingsKey(record: RequestRecord, list: string): string {
    return `${processOf(record)} ${list} ${this.#traced.isOfSeveral?.(record) ? 'of several' : ''}`;
  }

  #noteRead(record: RequestRecord): void {
    // A process that has gone or given up has read nothing.
    if (record.leftAt !== null) return;
    for (const list of this.#traced.listsOf(record)) {
      const key = this.#readingsKey(record, list);
      const kept = this.#readings.get(key) ?? [];
      kept.push({ seq: this.#seq, at: Date.now(), ...this.#shown(list) });
      this.#readings.set(key, kept.slice(-keptReadings));
    }
  }

  #noteWrite(record: RequestRecord): void {
    const process = processOf(record);
    const added = this.#traced.listsOf(record).map((list): TracedWrite => {
      // Readings of after the write arrived are of no use to it, even if it is acted upon only now.
      const before = this.#readings.get(this.#readingsKey(record, list))?.filter(({ at }) => at <= record.at) ?? [];
      const read = (this.#traced.isOfSeveral?.(record) ? before.at(-4) : undefined) ?? before.at(-1) ?? null;
      const call = `${record.method} ${record.path}`;
      const times = { at: record.at, actedAt: Date.now(), isLate: record.leftAt !== null };
      return { seq: this.#seq, list, process, call, ...times, read, wrote: this.#shown(list) };
    });
    this.writes.push(...added);
    const lists = added.map(({ list }) => list);
    const writeTo = (list: string) => added.find((write) => write.list === list);
    this.#look(lists, (list, stranger) => judge(this.#traced, writeTo(list), stranger));
  }

  #shown(list: string): Omit<Reading, 'seq' | 'at'> {
    const contents = this.#traced.contents(list);
    return { hash: hashOf(JSON.stringify(contents)), entries: contents.length };
  }
}

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
