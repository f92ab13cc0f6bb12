import type { GatewayKind, GatewayProblem, Resource } from '@gatehouse/contracts/gateways';
import type { AccountProvider, AccountSettings } from '@gatehouse/contracts/provider-accounts';
import type { Provider } from '@gatehouse/contracts/provider-keys';

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
  /** What its driver needs to compare it, where `spec` cannot show everything. Nobody else reads it. */
  detail?: unknown;
};

export type Observation<R extends Resource = Resource> = {
  resource: R;
  entries: ObservedEntry<R>[];
  /** Changes whenever anything in the list changes, ours or not. An HMAC-safe hash, not the content. */
  revision: string;
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

/**
 * `applied`: the gateway acknowledged; only a fresh `observe` proves it.
 * `rejected`: it certainly did nothing. `unknown`: it may or may not have acted; read back, never roll back.
 */
export type ApplyOutcome = (
  | { outcome: 'applied'; writes: number }
  | { outcome: 'rejected'; problem: GatewayProblem; writes: number }
  | { outcome: 'unknown'; problem: GatewayProblem; writes: number }
) & {
  /** By natural key, of a gateway that takes the changes one by one. Those that were never sent are `rejected`. */
  outcomes?: ReadonlyMap<string, ApplyOutcome>;
};

export type ObserveOutcome<R extends Resource = Resource> =
  | { ok: true; observation: Observation<R> }
  | { ok: false; problem: GatewayProblem };

export type GatewayModel = { id: string; ownedBy: string | null };

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
  /** Without a single client key it lets everybody in, so it needs a permanent one that belongs to nobody. */
  needsSentinel: boolean;
};

/** A credential file of a gateway, without what is secret in it. */
export type ObservedAccount = {
  /** Its name at the gateway, which may hold the person's address. */
  fileName: string;
  /** As the gateway calls it; may be one that Gatehouse does not know. */
  provider: string;
  authIndex: string | null;
  email: string | null;
  /** What the gateway says of it, such as `active` or `error`. */
  health: string;
  isDisabled: boolean;
  /** Moves with every write of the file, a refreshed token included. */
  modifiedAt: string | null;
};

export type LoginStart = { state: string; url: string; userCode: string | null };

/** What the provider's page handed back for a login that waits. */
export type LoginCallback = { provider: AccountProvider; state: string } & ({ code: string } | { error: string });

/** `unknown`: the gateway does not know this login, or not any more. */
export type LoginStatus = 'waiting' | 'confirmed' | 'failed' | 'unknown';

type Answered<T> = ({ ok: true } & T) | { ok: false; problem: GatewayProblem };

/**
 * Credentials of accounts at providers. Their files are named by the gateway or by us and addressed by name; no method
 * answers what is in one.
 */
export interface AccountsDriver {
  list(): Promise<Answered<{ accounts: ObservedAccount[] }>>;
  startLogin(provider: AccountProvider): Promise<Answered<{ login: LoginStart }>>;
  completeLogin(callback: LoginCallback): Promise<ApplyOutcome>;
  loginStatus(state: string): Promise<Answered<{ status: LoginStatus }>>;
  /** `wasWaiting: false`: there was no such login any more. */
  cancelLogin(state: string): Promise<Answered<{ wasWaiting: boolean }>>;
  /** Refuses a name that exists: the gateway itself would write over it. */
  upload(fileName: string, content: Record<string, unknown>): Promise<ApplyOutcome>;
  /** Of a file that is not there: `rejected`. Never writes the file's other content. */
  setDisabled(fileName: string, isDisabled: boolean): Promise<ApplyOutcome>;
  /** Only the given fields; an empty one takes it away. */
  setFields(fileName: string, fields: AccountSettings): Promise<ApplyOutcome>;
  /** Removing what is not there is no error. */
  remove(fileName: string): Promise<ApplyOutcome>;
}

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

  observe<R extends Resource>(resource: R): Promise<ObserveOutcome<R>>;

  /**
   * Makes the changes in as few writes as the gateway allows, strangers and unmodelled fields kept. Reads again right
   * before a write and answers `rejected` with `list_moved` if the revision is no longer `base.revision`.
   */
  apply<R extends Resource>(resource: R, changes: Change<R>[], base: Observation<R>): Promise<ApplyOutcome>;

  /**
   * Puts strangers back to how they were in `lists`, which an earlier observation gave; entries of ours stay as they are
   * now. The same rules as for `apply`. Absent where a gateway's state cannot be put back like this.
   */
  restore?<R extends Resource>(
    resource: R,
    lists: readonly RawList[],
    isOurs: (naturalKey: string) => boolean,
    base: Observation<R>,
  ): Promise<ApplyOutcome>;

  /** Accounts at providers that people sign in to. Absent where a gateway of this kind has none. */
  readonly accounts?: AccountsDriver;

  /** Whether the data plane admits this client key now; null where it could not be found out. */
  admits(clientKey: string): Promise<boolean | null>;

  /** The models that the gateway offers to this client key; null: to the management key, where no sentinel is needed. */
  listModels(
    clientKey: string | null,
  ): Promise<{ ok: true; models: GatewayModel[] } | { ok: false; problem: GatewayProblem }>;

  /** An open circuit closes for one try: after the management key was changed, or when an operator asks. */
  resetCircuit(): void;
}
