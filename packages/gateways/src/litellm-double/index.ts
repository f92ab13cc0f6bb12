import { setTimeout as sleep } from 'node:timers/promises';
import type { Faults } from '../double/faults.ts';
import type { RequestRecord, Watcher } from '../double/journal.ts';
import { startControl } from './control.ts';
import { Gateway } from './gateway.ts';
import { type Profile, profiles, type Version } from './profile.ts';
import { newTeam } from './route-teams.ts';
import { Server } from './server.ts';
import type { SpendLogs } from './spend-logs.ts';
import { type Lags, type Row, Store, tokenOf } from './store.ts';

export type { Profile, Version } from './profile.ts';
export { versions } from './profile.ts';
export type { AddedUsage, SpendLogs } from './spend-logs.ts';
export type { Lags, Row } from './store.ts';

export type LitellmDoubleOptions = {
  /** Default: any free port. */
  port?: number;
  controlPort?: number;
  masterKey?: string;
  version?: Version;
  lags?: Partial<Lags>;
};

/** A LiteLLM proxy that is none: same admin interface, no upstreams, and it can be made to fail. */
export class LitellmDouble {
  readonly control: { url: string } = { url: '' };
  readonly #gateway: Gateway;
  readonly #server: Server;
  #closeControl: () => Promise<void> = async () => undefined;

  private constructor(options: LitellmDoubleOptions) {
    const lags = { spendMs: 0, routerMs: 0, keyCacheMs: 0, ...options.lags };
    this.#gateway = new Gateway(new Store(options.version ?? '1.81', lags), options.masterKey ?? 'sk-test-master');
    this.#server = new Server(this.#gateway, options.port ?? 0);
  }

  static async start(options: LitellmDoubleOptions): Promise<LitellmDouble> {
    const double = new LitellmDouble(options);
    await double.#server.open();
    const control = await startControl(double, options.controlPort ?? 0);
    double.control.url = control.url;
    double.#closeControl = control.close;
    return double;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#server.port}`;
  }

  get masterKey(): string {
    return this.#gateway.masterKey;
  }

  get faults(): Faults {
    return this.#gateway.faults;
  }

  async stop(): Promise<void> {
    await Promise.all([this.#server.close(), this.#closeControl()]);
  }

  /** As if the process had died; `restart` brings it back with everything it held. */
  kill(): Promise<void> {
    return this.#server.close();
  }

  async restart({ downMs = 0 }: { downMs?: number } = {}): Promise<void> {
    await this.#server.close();
    if (downMs > 0) await sleep(downMs);
    await this.#server.open();
  }

  rotateMasterKey(key: string): void {
    this.#gateway.masterKey = key;
  }

  setVersion(version: Version): void {
    this.#gateway.store.profile = profiles[version];
  }

  setProfile(profile: Partial<Profile>): void {
    Object.assign(this.#gateway.store, { profile: { ...this.#gateway.store.profile, ...profile } });
  }

  setLags(lags: Partial<Lags>): void {
    Object.assign(this.#gateway.store.lags, lags);
  }

  /** Keys that were deleted or blocked are refused from now on. */
  expireKeyCache(): void {
    this.#gateway.store.cached.clear();
  }

  setDatabase(isUp: boolean): void {
    this.#gateway.store.isDatabaseUp = isUp;
  }

  setModelStore(isOn: boolean): void {
    this.#gateway.store.canStoreModels = isOn;
  }

  /** Key rows as an administrator sees them. */
  keys(): Row[] {
    const rows = [...this.#gateway.store.keys.keys()].map((token) => this.#gateway.store.shownKey(token));
    return rows.filter((row) => row !== null);
  }

  /** The proxy's own users. */
  users(): Row[] {
    return [...this.#gateway.store.users.values()];
  }

  addTeam(id: string): void {
    newTeam(this.#gateway.store, { team_id: id, team_alias: id });
  }

  teams(): Row[] {
    return [...this.#gateway.store.teams.values()];
  }

  hasKey(key: string): boolean {
    return this.#gateway.store.keys.has(tokenOf(key));
  }

  admits(key: string): boolean {
    return this.#gateway.store.admits(key) === 'yes';
  }

  /** Deployments with their credentials, as the database holds them. */
  models(): Row[] {
    return [...this.#gateway.store.models.values()].filter(({ goneAt }) => goneAt === null).map(({ row }) => row);
  }

  /** The requests that went through it. */
  get usage(): SpendLogs {
    return this.#gateway.store.logs;
  }

  /** Somebody used the key, of which only the cost is known. */
  spend(key: string, amount: number): void {
    this.#gateway.store.spend(key, amount);
  }

  /** Somebody else at the same gateway. */
  editAsForeigner(edit: (state: { keys: Map<string, Row>; models: Row[] }) => void): void {
    const { store } = this.#gateway;
    const models = [...store.models.values()].map(({ row }) => row);
    edit({ keys: store.keys, models });
    const kept = new Set(models);
    for (const [id, { row }] of store.models) if (!kept.has(row)) store.models.delete(id);
    for (const row of models) {
      const id = String((row.model_info as Row).id);
      if (!store.models.has(id)) store.models.set(id, { row, visibleAt: 0, goneAt: null });
    }
  }

  /** Another database in place of the one it had. */
  wipe(): void {
    const { keys, models, users, deletedKeys, cached, logs } = this.#gateway.store;
    for (const held of [keys, models, users, deletedKeys, cached, logs]) held.clear();
  }

  requests(): RequestRecord[] {
    return [...this.#gateway.journal.requests];
  }

  writes(): RequestRecord[] {
    return this.requests().filter(({ method }) => method !== 'GET');
  }

  /** `loaded` is never called: what it holds is in its database. */
  watch(watcher: Watcher): void {
    this.#gateway.journal.watcher = watcher;
  }

  clearJournal(): void {
    this.#gateway.journal.clear();
  }

  state(): { maxWritesInFlight: number; keys: number; models: number } {
    return {
      maxWritesInFlight: this.#gateway.journal.maxWritesInFlight,
      keys: this.keys().length,
      models: this.models().length,
    };
  }
}

/** Starts a double on this machine; it must be stopped. */
export const startLitellmDouble = (options: LitellmDoubleOptions = {}): Promise<LitellmDouble> =>
  LitellmDouble.start(options);
