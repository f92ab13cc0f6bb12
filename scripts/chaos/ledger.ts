import type { UserActor } from '@gatehouse/core/actor';
import type { CallName, Outcome } from './calls.ts';
import type { Item } from './script/index.ts';

/** What people were told about one thing: `maybe` after an answer that was lost. */
export type Known = {
  item: Item;
  id: string | null;
  presence: 'present' | 'absent' | 'maybe';
  /** How many edits were tried, and what the confirmed ones have made of single fields; null: taken away. */
  edits: number;
  fields: Map<string, unknown>;
  turn: Promise<unknown>;
};
export type Person = {
  actor: UserActor;
  access: 'active' | 'inactive' | 'removed' | 'maybe';
  turn: Promise<unknown>;
};

export type Table = 'provider_keys' | 'custom_providers' | 'client_keys' | 'provider_accounts';
export const tableOf = {
  'provider-key': 'provider_keys',
  'custom-provider': 'custom_providers',
  'client-key': 'client_keys',
  account: 'provider_accounts',
} as const satisfies Record<Item['kind'], Table>;

/** In place of a value that nobody knows: the answer to its edit was lost. */
export const unsure = Symbol('unsure');

/** Everything that was acknowledged, and what has to be true because of it. */
export type Ledger = {
  items: Map<number, Known>;
  people: Person[];
  /** Rows whose making, or whose end, somebody was told of. */
  added: { table: Table; id: string }[];
  ended: { table: Table; id: string }[];
  /** Entries of strangers that were given an owner. */
  adopted: string[];
  /** Whether each group is on; null where nobody knows. */
  groups: { id: string; isEnabled: boolean | null; turn: Promise<unknown> }[];
  /** What was decided of each setting or channel; `undefined` before that. */
  settings: Map<string, { wanted: unknown; turn: Promise<void> }>;
  counts: { operations: number; acknowledged: number; refused: number; unknown: number };
  refusals: Map<string, number>;
  /** How often each use case was acknowledged. */
  done: Map<string, number>;
  surprises: string[];
  count(name: CallName, outcome: Outcome): void;
  knownOf(item: Item): Known;
};

export function createLedger(): Ledger {
  const ledger: Ledger = {
    items: new Map(),
    people: [],
    added: [],
    ended: [],
    adopted: [],
    groups: [],
    settings: new Map(),
    counts: { operations: 0, acknowledged: 0, refused: 0, unknown: 0 },
    refusals: new Map(),
    done: new Map(),
    surprises: [],
    count(name, outcome) {
      ledger.counts.operations += 1;
      if (outcome.is === 'surprise') ledger.surprises.push(outcome.text);
      else ledger.counts[outcome.is] += 1;
      if (outcome.is === 'acknowledged') ledger.done.set(name, (ledger.done.get(name) ?? 0) + 1);
      if (outcome.is === 'refused') ledger.refusals.set(outcome.code, (ledger.refusals.get(outcome.code) ?? 0) + 1);
    },
    knownOf(item) {
      const known = ledger.items.get(item.number);
      if (known) return known;
      const fresh: Known = {
        item,
        id: null,
        presence: 'absent',
        edits: 0,
        fields: new Map(),
        turn: Promise.resolve(),
      };
      ledger.items.set(item.number, fresh);
      return fresh;
    },
  };
  return ledger;
}
