import type { GatewayKind, Resource } from '@gatehouse/contracts/gateways';
import type { Random } from '../random.ts';

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

/** A stranger's entry that is not as the stranger left it. `isRaced`: its change fell between our reading and our writing. */
export type Harm = { what: string; isRaced: boolean };

/** A gateway double with everything that chaos does to it and reads from it, in words that fit every kind. */
export interface ChaosGateway {
  readonly kind: GatewayKind;
  readonly baseUrl: string;
  readonly managementKey: string;
  /** Puts another management key in place, as its owner does, and answers it. */
  changeManagementKey(): string;
  inject(fault: GatewayFault, random: Random): Promise<void>;
  /** Reloads are quick again, and what waited for one is loaded. */
  endStaleness(): void;
  /** Bans end, and wrong keys are forgotten. */
  endBan(): void;
  /** Ends all that was injected; the gateway runs. */
  calm(): Promise<void>;
  actAsForeigner(act: ForeignAct, random: Random): Promise<void>;
  /** Undoes what the foreigner has a grudge against, if it is there again. */
  enforceGrudges(): void;
  endGrudges(): void;
  /** All harm to strangers' entries since the start. */
  harms(): Harm[];
  held(): Held[];
  /** Client keys that the data plane admits. */
  admitted(): string[];
  identityOf(resource: Resource, spec: object): string;
  /** Whether the entry is what the spec asks for, judged without the driver. */
  agrees(held: Held, spec: object): boolean;
  figures(): GatewayFigures;
  stop(): Promise<void>;
}

export type GatewayFigures = {
  writes: number;
  /** Whether the data plane ever let everybody in. */
  wasOpen: boolean;
  /** Times that writes of two processes were under way at once. */
  writersAtOnce: number;
  /** Bans that our own wrong authentications brought about. */
  bans: number;
};
