import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'yaml';
import type { Config } from './config.ts';
import { startControl } from './control.ts';
import type { Faults } from './faults.ts';
import { Gateway } from './gateway.ts';
import type { RequestRecord, Watcher } from './journal.ts';
import type { LoginProvider, Person } from './logins.ts';
import type { Profile } from './profile.ts';
import type { ReloadTiming } from './reload-gate.ts';
import { type SectionName, sectionNames, sections } from './sections.ts';
import { Server } from './server.ts';
import type { WriteRecord } from './store.ts';
import { type Entry, encode } from './structs.ts';
import { UsageControl } from './usage-control.ts';

export type { Config } from './config.ts';
export type { FaultKind, FaultRule } from './faults.ts';
export type { RequestRecord, Watcher } from './journal.ts';
export type { LoginProvider, Person } from './logins.ts';
export type { Profile } from './profile.ts';
export type { ReloadTiming } from './reload-gate.ts';
export type { SectionName } from './sections.ts';
export type { AddedUsage, UsageControl } from './usage-control.ts';

export type DoubleOptions = {
  /** Default: any free port. */
  port?: number;
  controlPort?: number;
  managementKey?: string;
  /** Client keys at the start. Default: one key of nobody, so that the double does not start open. */
  apiKeys?: string[];
  /** Provider entries at the start, by section, as the gateway's file holds them. */
  lists?: Partial<Record<SectionName, Entry[]>>;
  /** The whole configuration file instead of the three options above it. */
  configYaml?: string;
  /** Default 20 ms to new client keys, 20 ms more to new credentials. */
  timing?: ReloadTiming;
  profile?: Partial<Profile>;
};

export type DoubleState = {
  clientKeys: string[];
  liveClientKeys: string[];
  everOpen: boolean;
  maxWritesInFlight: number;
  bans: { address: string; count: number; isBanned: boolean }[];
  isIdle: boolean;
  usageQueued: number;
  usagePopped: string[];
};

export const defaultManagementKey = 'mgmt-test-double';

/** A CLIProxyAPI that is none: same wire behaviour, no upstreams, and it can be made to fail. */
export class Double {
  readonly managementKey: string;
  readonly control: { url: string } = { url: '' };
  readonly usage: UsageControl;
  readonly #gateway: Gateway;
  readonly #server: Server;
  #closeControl: () => Promise<void> = async () => undefined;

  private constructor(options: DoubleOptions) {
    this.managementKey = options.managementKey ?? defaultManagementKey;
    this.#gateway = new Gateway({
      managementKey: this.managementKey,
      file: options.configYaml ?? initialFile(options),
      timing: options.timing ?? { reloadMs: 20, authsMs: 20 },
      profile: options.profile ?? {},
      seed: 7,
    });
    this.#server = new Server(this.#gateway, options.port ?? 0);
    this.usage = new UsageControl(this.#gateway);
  }

  static async start(options: DoubleOptions): Promise<Double> {
    const double = new Double(options);
    await double.#server.open();
    const control = await startControl(double, options.controlPort ?? 0);
    double.control.url = control.url;
    double.#closeControl = control.close;
    return double;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#server.port}`;
  }

  get faults(): Faults {
    return this.#gateway.faults;
  }

  async stop(): Promise<void> {
    this.#gateway.store.gate.drop();
    await Promise.all([this.#server.close(), this.#closeControl()]);
  }

  /** Client keys as management shows them. */
  clientKeys(): string[] {
    return [...(this.#gateway.store.mem.apiKeys ?? [])];
  }

  /** Client keys that the data plane admits. */
  liveClientKeys(): string[] {
    return [...this.#gateway.store.live.keys];
  }

  /** Whether the data plane ever let everybody in. */
  get everOpen(): boolean {
    return this.#gateway.store.everOpen;
  }

  /** Entries as management shows them, without what it adds. */
  entries(section: SectionName): Entry[] {
    const struct = sections.get(section)?.struct ?? [];
    return this.#gateway.store.mem.lists[section].map((entry) => encode(struct, entry));
  }

  modelIds(): string[] {
    return [...new Set(this.#gateway.store.live.auths.flatMap(({ models }) => models.map(({ id }) => id)))].sort();
  }

  /** The configuration file. */
  get file(): string {
    return this.#gateway.store.file;
  }

  requests(): RequestRecord[] {
    return this.#gateway.journal.requests;
  }

  writes(): WriteRecord[] {
    return this.#gateway.store.writes;
  }

  watch(watcher: Watcher): void {
    this.#gateway.journal.watcher = watcher;
    this.#gateway.store.onLoaded = (cause) => watcher.loaded(cause);
  }

  /** Forgets requests and writes; not what the data plane once did. */
  clearJournal(): void {
    this.#gateway.journal.clear();
    this.#gateway.store.writes.length = 0;
  }

  state(): DoubleState {
    return {
      clientKeys: this.clientKeys(),
      liveClientKeys: this.liveClientKeys(),
      everOpen: this.everOpen,
      maxWritesInFlight: this.#gateway.journal.maxWritesInFlight,
      bans: this.#gateway.access.table(),
      isIdle: this.#gateway.store.gate.isIdle,
      usageQueued: this.#gateway.usage.size,
      usagePopped: this.#gateway.usage.popped,
    };
  }

  /** F15: another client of the management API changes something; works on a copy of the memory, then saves it. */
  editAsForeigner(edit: (config: Config) => void): void {
    this.#gateway.store.write('PUT', '(foreigner)', edit);
  }

  /** Somebody edits the file itself; the gateway notices after a while. */
  editFile(edit: (text: string) => string): void {
    this.#gateway.store.replaceFile(edit(this.file), 'EDIT', '(file)');
  }

  /** F9: the process ends and starts again; the port is closed meanwhile. */
  async restart({ downMs = 0 }: { downMs?: number } = {}): Promise<void> {
    await this.#server.close();
    this.#gateway.forget();
    if (downMs > 0) await sleep(downMs);
    await this.#server.open();
  }

  /** Closes the port until `restart`. */
  async kill(): Promise<void> {
    await this.#server.close();
  }

  banNow(address?: string): void {
    this.#gateway.access.ban(address);
  }

  expireBans(): void {
    this.#gateway.access.forget();
  }

  rotateManagementKey(key: string): void {
    this.#gateway.access.key = key;
  }

  /** F11 and F12. `isOn: false` answers 404 everywhere, as without a secret or under another control plane. */
  setManagement({ isOn, allowRemote }: { isOn?: boolean; allowRemote?: boolean }): void {
    if (isOn !== undefined) this.#gateway.access.areRoutesOn = isOn;
    if (isOn === false) this.#gateway.usage.clear();
    if (allowRemote !== undefined) this.#gateway.access.allowRemote = allowRemote;
  }

  setProfile(profile: Partial<Profile>): void {
    this.#gateway.profile = { ...this.#gateway.profile, ...profile };
  }

  /** F3 for every write: the memory changes, the file does not. */
  setDisk(disk: 'fine' | 'broken'): void {
    this.#gateway.store.isDiskBroken = disk === 'broken';
  }

  setTiming(timing: ReloadTiming): void {
    this.#gateway.store.gate.timing = timing;
  }

  /** F8 on the other side: the gateway itself reads its file while somebody writes it, and loads an empty one. */
  tearNextLoad(): void {
    this.#gateway.store.isNextLoadTorn = true;
  }

  /** With `manual` timing: one phase of one reload. False if nothing waits. */
  stepReload(): boolean {
    return this.#gateway.store.gate.step();
  }

  flushReloads(): void {
    this.#gateway.store.gate.flush();
  }

  /** Resolves when no reload is under way; with `manual` timing only stepping gets there. */
  async settled(): Promise<void> {
    while (!this.#gateway.store.gate.isIdle) await sleep(2);
  }

  advanceClock(ms: number): void {
    this.#gateway.clockOffsetMs += ms;
  }

  /** The names of the credential files. */
  authFileNames(): string[] {
    return this.#gateway.authFiles.names();
  }

  authFile(name: string): Record<string, unknown> | null {
    return structuredClone(this.#gateway.authFiles.content(name));
  }

  /** Somebody puts a file into the gateway's folder, or takes one out with `null`. */
  placeAuthFile(name: string, content: Record<string, unknown> | null): void {
    if (content) this.#gateway.authFiles.write(name, content);
    else this.#gateway.authFiles.remove(name);
  }

  /**
   * Plays the person at the provider who signs in: by default for the login of this provider that waits longest. The
   * gateway then writes the credential. Answers the name of its file; null if no such login waits.
   */
  signInAtProvider(provider: LoginProvider, person: Person, state?: string): string | null {
    const waiting = state ?? this.pendingLogins(provider)[0];
    return waiting === undefined ? null : this.#gateway.logins.complete(waiting, person);
  }

  /** The person declines at the provider. */
  declineAtProvider(state: string): void {
    this.#gateway.logins.fail(state, 'access_denied');
  }

  /** States of the logins that wait, oldest first. */
  pendingLogins(provider: LoginProvider): string[] {
    return this.#gateway.logins.pending(provider);
  }

  /** As releases do that end all logins of a provider when one succeeds. */
  setLoginsCompleteTogether(isOn: boolean): void {
    this.#gateway.logins.completeTogether = isOn;
  }

  /** A copy of the memory. */
  config(): Config {
    return structuredClone(this.#gateway.store.mem);
  }
}

/** Starts a double on loopback. */
export const startCliproxyapiDouble = (options: DoubleOptions = {}): Promise<Double> => Double.start(options);

function initialFile({ apiKeys = ['sk-test-nobody'], lists = {} }: DoubleOptions): string {
  const known = Object.fromEntries(sectionNames.flatMap((name) => (lists[name] ? [[name, lists[name]]] : [])));
  return stringify({ host: '127.0.0.1', port: 8317, 'api-keys': apiKeys, 'ws-auth': true, ...known });
}
