import type { GatewayKind, Resource } from '@gatehouse/contracts/gateways';
import type { RawList } from '@gatehouse/gateways/driver';
import type { Random } from '../random.ts';
import type { AccountDesk } from './accounts.ts';
import type { SettingsDesk } from './settings.ts';
import type { TracedWrite } from './trace.ts';

/** What can go wrong at a gateway of any kind. A kind that knows no such fault does something close to it. */
export type GatewayFault =
  | 'server-error'
  | 'server-error-after-apply'
  | 'reset'
  | 'reset-after-apply'
  | 'slow'
  /** The caller has given up when the gateway acts: it may undo what came after it. */
  | 'applied-too-late'
  | 'answered-too-late'
  /** Acknowledged, and gone. */
  | 'lost-change'
  | 'slow-reload'
  /** Management shows a write long before the data plane knows of it. */
  | 'stale-reads'
  | 'restart'
  | 'outage'
  | 'refused-authentication'
  | 'ban';

/** `firstStranger`: what strangers put there is numbered from here on. */
export type GatewayOptions = { timeoutMs: number; name: string; firstStranger: number };

/** What another client of the gateway does: with entries of its own, or with ours. */
export type ForeignAct = 'add' | 'edit' | 'remove' | 'remove-ours' | 'edit-ours' | 'bear-grudge';

/** One entry that the gateway holds, as its own management shows it. */
export type Held = {
  resource: Resource;
  /** What makes two entries the same one to the gateway. Not for output: holds the key. */
  identity: string;
  isForeign: boolean;
  entry: Record<string, unknown>;
};

/**
 * A stranger's entry that is not as the stranger left it. `race`: the stranger acted after the writer had read the list and
 * before its write arrived. `late-race`: the same, and the gateway acted after the writer had given up. `gateway`: no
 * request, the gateway itself. `rival`: a second Gatehouse. `ours`: everything else, which must not be.
 */
export type Harm = { what: string; by: 'race' | 'late-race' | 'gateway' | 'rival' | 'ours'; trace: string };

/** A gateway double with everything that chaos does to it and reads from it, in words that fit every kind. */
export interface ChaosGateway {
  readonly kind: GatewayKind;
  readonly baseUrl: string;
  readonly managementKey: string;
  /** Where people sign in; null where the kind has no accounts. */
  readonly accounts: AccountDesk | null;
  /** Null where the kind has no settings. */
  readonly settings: SettingsDesk | null;
  /** Puts another management key in place, as its owner does, and answers it. */
  changeManagementKey(): string;
  inject(fault: GatewayFault, random: Random): Promise<void>;
  /** Reloads are quick again, and what waited for one is loaded. */
  endStaleness(): void;
  /** Bans end, and wrong keys are forgotten. */
  endBan(): void;
  /** Ends all that was injected; the gateway runs. */
  calm(): Promise<void>;
  /** It holds nothing any more, as a new one in its place. */
  wipe(): Promise<void>;
  actAsForeigner(act: ForeignAct, random: Random): Promise<void>;
  /** Undoes what the foreigner has a grudge against, if it is there again. */
  enforceGrudges(): void;
  endGrudges(): void;
  /** The foreigner gives the entry with this secret or name away, and never touches it again. False if it has none. */
  handOver(resource: Resource, ending: string): boolean;
  /** These were put there by somebody else than the foreigner, and are not ours. */
  regardAsForeign(identities: Iterable<string>): void;
  /** Strangers may be put back to how these lists have them. Answers how to end that. */
  allowUndo(lists: readonly RawList[]): () => void;
  /** All harm to strangers' entries since the start. */
  readonly harms: readonly Harm[];
  readonly writes: readonly TracedWrite[];
  /** The people whom the gateway knows by itself; null where a kind has none. */
  people(): string[] | null;
  held(): Held[];
  /** Client keys that the data plane admits, by their identities. */
  admitted(): Pick<Held, 'identity' | 'isForeign'>[];
  identityOf(resource: Resource, spec: object): string;
  /** Whether the entry is what the spec asks for, judged without the driver. */
  agrees(held: Held, spec: object): boolean;
  figures(): GatewayFigures;
  stop(): Promise<void>;
}

export type GatewayFigures = {
  writes: number;
  /** CLIProxyAPI: whether the data plane ever let everybody in. LiteLLM: whether a key of ours was ever made one to all models. */
  wasOpen: boolean;
  /** Times that writes of two processes of ours were under way at once. */
  writersAtOnce: number;
  /** Bans that our own wrong authentications brought about. */
  bans: number;
};
