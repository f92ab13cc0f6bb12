import { type Profile, profiles, type Version } from './profile.ts';
import { SpendLogs } from './spend-logs.ts';
import { tokenOf } from './token.ts';

export { tokenOf } from './token.ts';

export type Row = Record<string, unknown>;
/** `visibleAt`: when the router has loaded it; `goneAt`: when it has forgotten it. */
export type ModelRow = { row: Row; visibleAt: number; goneAt: number | null };

export type Lags = {
  /** From a request's end to its showing in `spend` and among the requests. */
  spendMs: number;
  /** From a change of the models to its showing in the router. */
  routerMs: number;
  /** How long a key that was deleted or blocked is still admitted. */
  keyCacheMs: number;
};

/** What the double holds: keys by their hash, deployments by their id. */
export class Store {
  profile: Profile;
  lags: Lags;
  readonly keys = new Map<string, Row>();
  readonly models = new Map<string, ModelRow>();
  readonly users = new Map<string, Row>();
  readonly teams = new Map<string, Row>();
  readonly logs = new SpendLogs(this);
  /** Keys that the data plane still admits, by the time until which it does. */
  readonly cached = new Map<string, number>();
  /** As the archive of newer versions shows them. */
  readonly deletedKeys = new Map<string, Row>();
  canStoreModels = true;
  isDatabaseUp = true;
  readonly #spends: { token: string; amount: number; at: number }[] = [];

  constructor(version: Version, lags: Lags) {
    this.profile = profiles[version];
    this.lags = lags;
  }

  /** A key row as it shows now: with the spend that has arrived. */
  shownKey(token: string): Row | null {
    const row = this.keys.get(token);
    if (!row) return null;
    const arrived = this.#spends.filter((spend) => spend.token === token && spend.at <= Date.now());
    if (arrived.length === 0) return row;
    const spend = arrived.reduce((sum, { amount }) => sum + amount, Number(row.spend ?? 0));
    return { ...row, spend, updated_at: new Date().toISOString(), last_active: new Date().toISOString() };
  }

  spend(key: string, amount: number): void {
    this.#spends.push({ token: tokenOf(key), amount, at: Date.now() + this.lags.spendMs });
  }

  /** Runs what changes something, and keeps nothing of it. */
  forgetting<T>(change: () => T): T {
    const before = structuredClone({
      keys: this.keys,
      models: this.models,
      users: this.users,
      teams: this.teams,
      deletedKeys: this.deletedKeys,
    });
    const result = change();
    for (const name of ['keys', 'models', 'users', 'teams', 'deletedKeys'] as const) {
      this[name].clear();
      for (const [key, value] of before[name]) this[name].set(key, value as never);
    }
    return result;
  }

  deleteKey(token: string): void {
    const row = this.keys.get(token);
    this.keys.delete(token);
    if (row) this.deletedKeys.set(token, { ...row, status: 'deleted', deleted_at: new Date().toISOString() });
  }

  /** Of a key that goes or is blocked. */
  leaveCached(token: string): void {
    if (this.lags.keyCacheMs > 0) this.cached.set(token, Date.now() + this.lags.keyCacheMs);
  }

  visibleModels(): Row[] {
    const now = Date.now();
    for (const [id, { goneAt }] of this.models) if (goneAt !== null && goneAt <= now) this.models.delete(id);
    return [...this.models.values()].filter(({ visibleAt }) => visibleAt <= now).map(({ row }) => row);
  }

  admits(key: string): 'yes' | 'no' {
    const token = tokenOf(key);
    if ((this.cached.get(token) ?? 0) > Date.now()) return 'yes';
    const row = this.keys.get(token);
    if (!row || row.blocked === true) return 'no';
    const expires = Date.parse(String(row.expires ?? ''));
    return Number.isNaN(expires) || expires > Date.now() ? 'yes' : 'no';
  }
}
