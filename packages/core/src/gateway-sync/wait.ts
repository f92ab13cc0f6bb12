import type { EntryState } from '@gatehouse/contracts/gateways';
import type { Services } from '../context/index.ts';
import { notFound } from '../errors/index.ts';
import { stateColumns, stateOf } from './state.ts';

const pollMs = 500;

const justWanted = (desired: 'present' | 'absent'): EntryState => ({
  status: 'pending',
  desired,
  problem: null,
  appliedAt: null,
});

/**
 * How an entry stands after it was written: `pending` without asking where nobody waits, else as soon as its gateway has
 * confirmed or refused, and at the latest after `waitMs`. Still `pending` then is an answer, not an error.
 */
export async function stateAfter(
  services: Pick<Services, 'db' | 'changes'>,
  entryId: string,
  waitMs: number,
  desired: 'present' | 'absent' = 'present',
): Promise<EntryState> {
  if (waitMs === 0) return justWanted(desired);
  const deadline = Date.now() + waitMs;
  let wake = () => {};
  const unsubscribe = services.changes.subscribe((change) => {
    if (change.id === entryId) wake();
  });
  try {
    for (;;) {
      const heard = new Promise<void>((resolve) => {
        wake = resolve;
      });
      const state = await currentState(services.db, entryId);
      const leftMs = deadline - Date.now();
      if (isSettled(state) || leftMs <= 0) return state;
      let timer: NodeJS.Timeout | undefined;
      const timeout = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, Math.min(leftMs, pollMs));
      });
      await Promise.race([heard, timeout]);
      clearTimeout(timer);
    }
  } finally {
    unsubscribe();
  }
}

const isSettled = (state: EntryState) => ['applied', 'rejected', 'conflict'].includes(state.status);

/** How it stands now. */
export async function currentState(db: Services['db'], entryId: string): Promise<EntryState> {
  const row = await db.selectFrom('gateway_entries').select(stateColumns).where('id', '=', entryId).executeTakeFirst();
  if (!row) throw notFound('entry');
  return stateOf(row);
}
