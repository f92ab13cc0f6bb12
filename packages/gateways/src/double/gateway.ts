import type { IncomingMessage } from 'node:http';
import { Access } from './access.ts';
import { AuthFiles } from './auth-files.ts';
import { serve } from './data-plane.ts';
import { type FaultKind, Faults, findFault } from './faults.ts';
import { Journal } from './journal.ts';
import { Logins } from './logins.ts';
import { manage } from './management.ts';
import { defaultProfile, inProfile, type Profile, versionHeaders } from './profile.ts';
import type { ReloadTiming } from './reload-gate.ts';
import { empty, json, type Reply } from './reply.ts';
import { Store } from './store.ts';
import { UsageQueue } from './usage-queue.ts';

const managementRoot = '/v0/management';

export type GatewayOptions = {
  managementKey: string;
  file: string;
  timing: ReloadTiming;
  profile: Partial<Profile>;
  seed: number;
};

/** The gateway without its listener: what it knows, and how it answers. */
export class Gateway {
  readonly store: Store;
  readonly access: Access;
  readonly usage: UsageQueue;
  readonly authFiles: AuthFiles;
  readonly logins: Logins;
  readonly faults = new Faults();
  readonly journal = new Journal();
  profile: Profile;
  /** Added to the real time; lets a test pass half an hour. */
  clockOffsetMs = 0;
  /** What providers answer to everything, while it is set. */
  providerFailure: { status: number; body?: string } | null = null;
  #random: number;

  constructor(options: GatewayOptions) {
    const now = () => Date.now() + this.clockOffsetMs;
    this.store = new Store(options.file, options.timing);
    this.access = new Access(options.managementKey, now);
    this.usage = new UsageQueue(now);
    this.authFiles = new AuthFiles(now);
    this.logins = new Logins(this.authFiles, now);
    this.profile = { ...defaultProfile, ...options.profile };
    this.#random = options.seed;
  }

  /** Everything that only lives in memory is gone; the rest comes from the file. */
  forget(): void {
    this.access.forget();
    this.usage.clear();
    this.logins.clear();
    this.store.restart();
  }

  answer(message: IncomingMessage, url: URL, body: string, faults: readonly FaultKind[]): Reply {
    this.usage.retentionSeconds = this.store.live.retentionSeconds;
    if (url.pathname.startsWith(`${managementRoot}/`)) return this.#manage(message, url, body, faults);
    return serve({
      message,
      url,
      body,
      live: this.store.live,
      random: () => this.#next(),
      profile: this.profile,
      providerFailure: this.providerFailure,
      publish: (id, raw) => this.publishUsage(id, raw),
    });
  }

  /** Without management nobody could ever read it. */
  publishUsage(id: string, raw: string): boolean {
    if (this.access.areRoutesOn) this.usage.push(id, raw);
    return this.access.areRoutesOn && !this.usage.hasListener;
  }

  #manage(message: IncomingMessage, url: URL, body: string, faults: readonly FaultKind[]): Reply {
    if (!this.access.areRoutesOn) return empty(404);
    const isPublic = url.pathname === `${managementRoot}/oauth-callback`;
    const headers = isPublic ? {} : versionHeaders(this.profile);
    const isRefused = findFault(faults, 'unauthorized') !== undefined;
    const refusal = isRefused
      ? json(401, { error: 'invalid management key' })
      : isPublic
        ? null
        : this.access.refusal(message);
    if (refusal) return { ...refusal, headers: { ...refusal.headers, ...headers } };
    const path = url.pathname.slice(managementRoot.length + 1);
    const reply = this.profile.missing.includes(path) ? empty(404) : this.#route(message, url, path, body, faults);
    return { ...reply, headers: { ...reply.headers, ...headers } };
  }

  #route(message: IncomingMessage, url: URL, path: string, body: string, faults: readonly FaultKind[]): Reply {
    const { store, usage, authFiles, logins } = this;
    const wasBroken = store.isDiskBroken;
    store.isDiskBroken = wasBroken || findFault(faults, 'save-failure') !== undefined;
    store.isLosingChanges = findFault(faults, 'lost-change') !== undefined;
    const latestVersion = this.profile.version;
    const reply = manage({
      method: message.method ?? '',
      path,
      query: url.searchParams,
      body,
      store,
      usage,
      authFiles,
      logins,
      contentType: message.headers['content-type'] ?? '',
      latestVersion,
    });
    store.isDiskBroken = wasBroken;
    store.isLosingChanges = false;
    const torn = findFault(faults, 'torn');
    return torn ? { ...reply, body: reply.body.slice(0, torn.bytes) } : inProfile(this.profile, reply);
  }

  // A small linear congruential generator: the order of models differs from call to call and is the same in every run.
  #next(): number {
    this.#random = (this.#random * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return this.#random / 4_294_967_296;
  }
}
