import { createHash } from 'node:crypto';
import { type Auth, buildAuths } from './auths.ts';
import { type Config, loadConfig, renderConfig, UnreadableFile } from './config.ts';
import { ReloadGate, type ReloadTiming } from './reload-gate.ts';

export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

/** The disk refused: the memory keeps the change, the file does not. */
export class SaveFailed extends Error {}

/** What the data plane works with. */
export type Live = { keys: ReadonlySet<string>; auths: readonly Auth[]; isUsageOn: boolean; retentionSeconds: number };

export type WriteRecord = { at: number; method: string; path: string; before: string; after: string };

const usableKeys = (config: Config): Set<string> =>
  new Set((config.apiKeys ?? []).map((key) => key.trim()).filter((key) => key !== ''));

/**
 * The three layers: `file` is the durable truth, `mem` is what management answers show, `live` is what clients meet.
 * A write changes `mem`, then `file`, is acknowledged, and only then reaches `live` through a reload that reads the
 * file again and replaces `mem` too. The interesting faults are the disagreements in between.
 */
export class Store {
  file: string;
  mem: Config;
  live: Live;
  everOpen = false;
  isDiskBroken = false;
  /** A reload swaps the memory between a change and its save: acknowledged, and gone. */
  isLosingChanges = false;
  /** The next reload finds the file just truncated by another writer, and loads nothing but defaults. */
  isNextLoadTorn = false;
  readonly writes: WriteRecord[] = [];
  readonly gate: ReloadGate;
  onLoaded: ((cause: 'reload' | 'restart') => void) | null = null;
  #loadedHash: string;

  constructor(file: string, timing: ReloadTiming) {
    this.file = file;
    this.gate = new ReloadGate(timing);
    this.mem = loadConfig(file);
    this.#loadedHash = hashOf(file);
    this.live = this.#lived(this.mem);
  }

  /** As after a restart: everything comes from the file. */
  restart(): void {
    this.gate.drop();
    this.mem = loadConfig(this.file);
    this.#loadedHash = hashOf(this.file);
    this.live = this.#lived(this.mem);
    this.onLoaded?.('restart');
  }

  /** Changes `mem`, then saves all of it over the file. A change that throws leaves `mem` as it was. */
  write(method: string, path: string, change: (mem: Config) => void): void {
    const next = structuredClone(this.mem);
    change(next);
    if (!this.isLosingChanges) this.mem = next;
    this.save(method, path);
  }

  save(method: string, path: string): void {
    if (this.isDiskBroken) throw new SaveFailed('open config.yaml: read-only file system');
    const before = hashOf(this.file);
    try {
      this.file = renderConfig(this.file, this.mem);
    } catch (error) {
      if (error instanceof UnreadableFile) throw new SaveFailed(error.message);
      throw error;
    }
    this.writes.push({ at: Date.now(), method, path, before, after: hashOf(this.file) });
    this.scheduleReload();
  }

  /** Puts a new text in place of the file, as an editor or `PUT /config.yaml` does. */
  replaceFile(text: string, method: string, path: string): void {
    this.writes.push({ at: Date.now(), method, path, before: hashOf(this.file), after: hashOf(text) });
    this.file = text;
    this.gate.later(() => this.#reload());
  }

  scheduleReload(): void {
    this.gate.schedule(() => this.#reload());
  }

  /** A generator, so that the gate decides how long each phase takes; it may also run all of them at once. */
  *#reload(): Generator<'swap' | 'auths'> {
    const text = this.file;
    if (text === '' || hashOf(text) === this.#loadedHash) return;
    let config: Config;
    try {
      config = loadConfig(this.isNextLoadTorn ? '{}' : text);
      this.isNextLoadTorn = false;
    } catch {
      return;
    }
    yield 'swap';
    this.mem = structuredClone(config);
    this.onLoaded?.('reload');
    const next = this.#lived(config);
    this.#keepCounters(next);
    this.live = { ...next, auths: this.live.auths };
    yield 'auths';
    this.live = next;
    // The gateway remembers what the file holds by now, not what it has loaded: a write that came in between is in the
    // file, but neither in memory nor live, until the file's bytes change again.
    this.#loadedHash = hashOf(this.file);
  }

  #keepCounters(next: Live): void {
    const counters = new Map(this.live.auths.map((auth) => [auth.id, auth.counters]));
    for (const auth of next.auths) Object.assign(auth.counters, counters.get(auth.id));
  }

  #lived(config: Config): Live {
    const keys = usableKeys(config);
    if (keys.size === 0) this.everOpen = true;
    return {
      keys,
      auths: buildAuths(config),
      isUsageOn: config.scalars['usage-statistics-enabled'] === true,
      retentionSeconds: clampRetention(Number(config.scalars['redis-usage-queue-retention-seconds'])),
    };
  }
}

const clampRetention = (seconds: number): number => (seconds <= 0 ? 60 : Math.min(seconds, 3600));
