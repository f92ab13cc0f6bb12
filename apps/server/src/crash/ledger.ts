import { setTimeout as sleep } from 'node:timers/promises';

export const families = ['claude', 'gemini', 'codex'] as const;
export type Kind = 'provider-key' | 'custom-provider' | 'client-key';

/** One thing that a member wants at the gateway or no longer wants, and what the answers so far say about it. */
export type Item = {
  kind: Kind;
  /** Of its own in the whole run; by it the item is found in lists, whether its id is known or not. */
  name: string;
  provider: (typeof families)[number];
  /** Made here, but for client keys: theirs comes with the answer, and is null where that was lost. */
  secret: string | null;
  /** Null where an answer was lost that may have given it another one. */
  id: string | null;
  presence: 'present' | 'absent' | 'maybe';
  /** A call for it is under way. */
  isBusy: boolean;
};

/** What was done and what was answered, to be compared with what is there in the end. */
export type Ledger = {
  items: Item[];
  /** Ids by the action that the audit log has to know of them. */
  acknowledged: Map<string, Set<string>>;
  /** Client keys whose revocation was acknowledged. */
  revokedKeys: string[];
  counts: { operations: number; acknowledged: number; unknown: number; refused: number };
  /** Answers that nobody should get, whatever was killed. */
  surprises: string[];
  acknowledge(action: string, id: string): void;
};

/** Until something more was acknowledged. */
export async function untilMore({ acknowledged }: Ledger): Promise<void> {
  const count = () => [...acknowledged.values()].reduce((sum, ids) => sum + ids.size, 0);
  const before = count();
  const deadline = Date.now() + 20_000;
  while (count() === before) {
    if (Date.now() > deadline) throw new Error('Nothing is acknowledged any more.');
    await sleep(5);
  }
}

export function createLedger(): Ledger {
  const acknowledged = new Map<string, Set<string>>();
  return {
    items: [],
    acknowledged,
    revokedKeys: [],
    counts: { operations: 0, acknowledged: 0, unknown: 0, refused: 0 },
    surprises: [],
    acknowledge(action, id) {
      const known = acknowledged.get(action) ?? new Set();
      acknowledged.set(action, known.add(id));
    },
  };
}
