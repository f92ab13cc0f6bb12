import type { GatewayKind, GatewayProblem, Resource } from '@gatehouse/contracts/gateways';
import type { ModelMetadata } from '@gatehouse/contracts/models';
import type { Provider } from '@gatehouse/contracts/provider-keys';
import type { AccountsDriver } from './accounts.ts';
import type { ApplyOutcome, RestoreOutcome } from './outcome.ts';
import type { PeopleDriver } from './people.ts';
import type { SettingsDriver } from './settings.ts';
import type { TeamsDriver } from './teams.ts';
import type { UsageDriver } from './usage.ts';

export * from './accounts.ts';
export type * from './outcome.ts';
export type * from './people.ts';
export type * from './settings.ts';
export { channelItemKey } from './settings.ts';
export type * from './teams.ts';
export type * from './usage.ts';

/** A key that admits a client to the gateway's data plane. The limits are for gateways whose `capabilities` name them. */
export type ClientKeySpec = {
  key: string;
  /** Left out: every model. Never empty: a key without any model is a blocked one. */
  models?: string[];
  /** In US dollars, a decimal number. */
  maxBudget?: string;
  /** After which time the budget starts anew, such as `30d`. */
  budgetDuration?: string;
  rpmLimit?: number;
  tpmLimit?: number;
  /** ISO 8601. */
  expiresAt?: string;
  isBlocked?: true;
  /** `key` is only its hash: nobody here knows the key itself, so it cannot be made a second time. */
  isHashOnly?: true;
  /** The person at the gateway to whom its use is counted. */
  personId?: string;
  /** The gateway's own team to which its use is counted, and whose limits hold for it. */
  teamId?: string;
};

/** `name` is the upstream's id, `alias` what clients ask for. A list of them is ours as a whole. */
export type ModelSpec = {
  name: string;
  alias: string;
  displayName?: string | undefined;
  /** In tokens. */
  maxContextLength?: number | undefined;
  forceMapping?: boolean | undefined;
  /** Of custom providers only. */
  inputModalities?: string[] | undefined;
  outputModalities?: string[] | undefined;
};

/** Fields of an entry that say how it is used. One that is absent is not ours: whatever the gateway holds there stays. */
export type EntryFields = {
  /** May hold user name and password. */
  proxyUrl?: string;
  /** Values are secrets. */
  headers?: Record<string, string>;
  prefix?: string;
  priority?: number;
  weight?: number;
  requestRetry?: number;
  isCoolingDisabled?: boolean;
};

/** One entry of a provider key list. */
export type ProviderKeySpec = EntryFields & {
  provider: Provider;
  apiKey: string;
  baseUrl?: string;
  models?: ModelSpec[];
  /** `*` stands for any text. */
  excludedModels?: string[];
  isDisabled?: true;
};

/** An OpenAI-compatible provider. `apiKeys` is empty exactly where `isKeyless` is set. */
export type CustomProviderSpec = Omit<EntryFields, 'proxyUrl' | 'weight'> & {
  name: string;
  baseUrl: string;
  apiKeys: string[];
  isKeyless?: true;
  models: ModelSpec[];
  isDisabled?: true;
  /**
   * Of one that others made and whose keys the gateway does not show: its id there, and what it calls the upstream's kind.
   * `apiKeys` is empty then. `isFixed`: it stands in the gateway's configuration file, where its API changes nothing.
   */
  foreign?: { id: string; upstream: string; isFixed?: true };
};

export type SpecOf = {
  'client-keys': ClientKeySpec;
  'provider-keys': ProviderKeySpec;
  'custom-providers': CustomProviderSpec;
};

/** What a gateway shows of one entry, already in its own normal form. */
export type ObservedEntry<R extends Resource = Resource> = {
  /** Identity at the gateway. Holds the secret itself: use it as an HMAC's input, never as a value to keep or show. */
  naturalKey: string;
  /** Only the fields that `SpecOf` models, and of those only the ones that the gateway shows as set. */
  spec: SpecOf[R];
  /** Whether the gateway's data plane uses it already; null where the gateway cannot tell per entry. */
  isLive: boolean | null;
  /** How many entries share this natural key; more than one is a duplicate to collapse. */
  copies: number;
  /** Of a gateway that shows no secrets: by what else people recognise the entry. */
  shown?: { name?: string; masked?: string };
  /** What its driver needs to compare it, where `spec` cannot show everything. Nobody else reads it. */
  detail?: unknown;
};

export type Observation<R extends Resource = Resource> = {
  resource: R;
  entries: ObservedEntry<R>[];
  /** Changes whenever anything in the list changes, ours or not. An HMAC-safe hash, not the content. */
  revision: string;
  /** Whether an entry with this natural key would be in it. Left out: every entry of the resource would. */
  covers?: (naturalKey: string) => boolean;
  /** Everything that was read for it, strangers and unmodelled fields included. Absent where `restore` is. */
  raw?: () => RawList[];
};

/** One of a gateway's lists, whole, in a form that only its driver reads. Holds secrets: kept sealed or not at all. */
export type RawList = { section: string; content: string };

/** The only two things that can be asked of an entry. Both are idempotent: replaying them does nothing. */
export type Change<R extends Resource = Resource> =
  | {
      kind: 'ensure-present';
      naturalKey: string;
      spec: SpecOf[R];
      /** Fields that were ours and no longer are: removed from the entry, where a plain absent field would stay. */
      clear: (keyof SpecOf[R] & string)[];
      /**
       * The entry has been there for a while, but the gateway does not use it: it is taken out and put in again. A
       * gateway that was written to while it was loading can hold an entry for good that it never loads.
       */
      isStuck?: boolean;
    }
  | { kind: 'ensure-absent'; naturalKey: string };

export type ObserveOutcome<R extends Resource = Resource> =
  | { ok: true; observation: Observation<R> }
  | { ok: false; problem: GatewayProblem };

export type GatewayModel = {
  id: string;
  ownedBy: string | null;
  /** As far as the gateway itself says it; left out where it says nothing. */
  metadata?: Partial<ModelMetadata>;
};

export type ProbeOutcome =
  | {
      ok: true;
      version: string;
      build: string;
      latencyMs: number;
      /** When the gateway was started; absent where it does not tell. */
      startedAt?: Date;
    }
  | { ok: false; problem: GatewayProblem };

/** What a gateway of this kind can do beyond holding entries, so that nobody has to ask for its kind. */
export type Capabilities = {
  keyModels: boolean;
  keyBudgets: boolean;
  keyLimits: boolean;
  keyExpiry: boolean;
  keyBlocking: boolean;
  /** Keys belong to people of the gateway: see `people`. */
  keyPeople: boolean;
  /** Without a single client key it lets everybody in, so it needs a permanent one that belongs to nobody. */
  needsSentinel: boolean;
};

/** Whether this process is still the one that writes to the gateway. */
export type MayWrite = () => Promise<boolean>;

/**
 * What Gatehouse can ask of a gateway, in words of the domain. One instance a gateway and process: it keeps one write
 * in flight and a circuit that opens on the first 401 or 403. No method throws for what a gateway may do;
 * problems are values, their sentences hold no secret.
 */
export interface GatewayDriver {
  readonly kind: GatewayKind;
  /** Resources that a gateway of this kind and version can hold. Valid after the first successful `probe`. */
  readonly resources: readonly Resource[];
  readonly capabilities: Capabilities;

  /** Health, version and management access, with the precise reason if one of them fails. At most one authentication. */
  probe(): Promise<ProbeOutcome>;

  naturalKey<R extends Resource>(resource: R, spec: SpecOf[R]): string;

  /**
   * The spec as the gateway would store it, or why it would refuse or silently drop it. Pure. `version`: of the gateway,
   * where it is known; what that version cannot hold is a problem.
   */
  normalise<R extends Resource>(
    resource: R,
    spec: SpecOf[R],
    version?: string | null,
  ): { ok: true; spec: SpecOf[R] } | { ok: false; problem: GatewayProblem };

  /**
   * Whether what was seen is what the spec asks for. Of a gateway that hides secrets or rounds values; where it is absent,
   * every field that the spec has must be equal in what was seen.
   */
  agrees?<R extends Resource>(resource: R, seen: ObservedEntry<R>, spec: SpecOf[R]): boolean;

  /**
   * What the gateway holds. `about`: natural keys that matter; lists in which none of them can be may be left out. Entries
   * that are the same as before may be the same objects: nobody changes them.
   */
  observe<R extends Resource>(resource: R, about?: readonly string[]): Promise<ObserveOutcome<R>>;

  /**
   * Makes the changes in as few writes as the gateway allows, strangers and unmodelled fields kept. Reads again right
   * before a write and answers `rejected` with `list_moved` if the revision is no longer `base.revision`, or if `mayWrite`,
   * which is asked before each write, says no: a process that stood still may have been replaced.
   */
  apply<R extends Resource>(
    resource: R,
    changes: Change<R>[],
    base: Observation<R>,
    mayWrite?: MayWrite,
  ): Promise<ApplyOutcome>;

  /**
   * Puts strangers back to how they were in `lists`, which an earlier observation gave; entries of ours stay as they are
   * now. The same rules as for `apply`. Absent where a gateway's state cannot be put back like this.
   */
  restore?<R extends Resource>(
    resource: R,
    lists: readonly RawList[],
    isOurs: (naturalKey: string) => boolean,
    base: Observation<R>,
  ): Promise<RestoreOutcome>;

  /**
   * Makes the gateway load what it has saved, by writing a client key of ours that it holds once more and taking that away
   * again. One that was written to while it was loading can keep something for good that it never loads. Absent where that
   * cannot happen.
   */
  reload?(clientKey: string, mayWrite?: MayWrite): Promise<ApplyOutcome>;

  /** The gateway's own people, where it has any. */
  readonly people?: PeopleDriver;

  /** The gateway's own teams, where it has any. */
  readonly teams?: TeamsDriver;

  /** Accounts at providers that people sign in to. Absent where a gateway of this kind has none. */
  readonly accounts?: AccountsDriver;

  /** Settings of its own that Gatehouse can keep. Absent where a gateway of this kind has none. */
  readonly settings?: SettingsDriver;

  /** What was used through it. Absent where this version of a gateway does not tell. */
  readonly usage?: UsageDriver | undefined;

  /** Whether the data plane admits this client key now; null where it could not be found out. */
  admits(clientKey: string): Promise<boolean | null>;

  /** The models that the gateway offers to this client key; null: to the management key, where no sentinel is needed. */
  listModels(
    clientKey: string | null,
  ): Promise<{ ok: true; models: GatewayModel[] } | { ok: false; problem: GatewayProblem }>;

  /** An open circuit closes for one try: after the management key was changed, or when an operator asks. */
  resetCircuit(): void;
}
