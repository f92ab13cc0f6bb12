import type { EntryState } from '@gatehouse/contracts/gateways';
import type { Services } from '../context/index.ts';
import { notFound } from '../errors/index.ts';
import { stateColumns, stateOf } from './state.ts';

const pollMs = 500;

/**
 * How the entry stands: at once with `waitMs` 0, else as soon as its gateway has confirmed or refused, and at the latest
 * after `waitMs`. Still `pending` then is an answer, not an error.
 */
export async function waitForState(
  services: Pick<Services, 'db' | 'changes'>,
  entryId: string,
  waitMs: number,
): Promise<EntryState> {
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
      const state = await read(services.db, entryId);
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

async function read(db: Services['db'], entryId: string): Promise<EntryState> {
  const row = await db.selectFrom('gateway_entries').select(stateColumns).where('id', '=', entryId).executeTakeFirst();
  if (!row) throw notFound('entry');
  return stateOf(row);
}
