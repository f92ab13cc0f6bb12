import type { GatewayProblem } from '@gatehouse/contracts/gateways';
import { withTransaction } from '@gatehouse/db/errors';
import type { Database } from '@gatehouse/db/schema';
import { sql, type Transaction } from 'kysely';
import { type AccountEvent, tellAccountEvent } from './account-events.ts';
import type { AccountRow } from './repository.ts';
import type { AccountsRun } from './run.ts';

export type AccountUpdate = {
  status: AccountRow['status'];
  problem: GatewayProblem | null;
  health?: string | null;
  settingsGeneration?: number;
  reversals?: Date[] | undefined;
  /** The gateway has confirmed that the file is gone: its name is forgotten. */
  isGone?: boolean;
  isRetry?: boolean;
  event?: AccountEvent | null;
};

/** Writes down how an account was found, unless somebody wants something else of it since then. */
export async function recordAccount(run: AccountsRun, row: AccountRow, update: AccountUpdate): Promise<void> {
  if (isNoNews(row, update)) return;
  const isRecorded = await withTransaction(run.db, async (tx) => {
    const isNews = await updateRow(tx, row, update);
    const isOver = update.status === 'applied';
    if (isNews) await tellAccountEvent(tx, row, update.event ?? null, isOver);
    return isNews;
  });
  if (isRecorded) await announceAccount(run, row);
}

/** False where somebody wants something else of it since then. */
async function updateRow(tx: Transaction<Database>, row: AccountRow, update: AccountUpdate): Promise<boolean> {
  const attempts = update.isRetry ? row.attempts + 1 : 0;
  const pauseMs = update.status === 'drifted' ? 60_000 : Math.min(1000 * 2 ** Math.min(attempts, 9), 300_000);
  const problem = update.problem && JSON.stringify(update.problem);
  const { numUpdatedRows } = await tx
    .updateTable('provider_accounts')
    .set({
      status: update.status,
      problem,
      attempts,
      next_attempt_at: sql<Date>`now() + ${pauseMs}::integer * interval '1 millisecond'`,
      ...(update.status === 'applied' ? { applied_at: new Date(), is_uploading: false } : {}),
      ...(update.health === undefined ? {} : { health: update.health }),
      ...(update.settingsGeneration === undefined ? {} : { applied_settings_generation: update.settingsGeneration }),
      ...(update.reversals ? { reverted_at: update.reversals } : {}),
      ...(update.isGone ? { file_name_sealed: null } : {}),
    })
    .where('id', '=', row.id)
    .where('desired', '=', row.desired)
    .where('is_disabled', '=', row.is_disabled)
    .where('settings_generation', '=', row.settings_generation)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

function isNoNews(row: AccountRow, update: AccountUpdate): boolean {
  return (
    row.status === 'applied' &&
    update.status === 'applied' &&
    !update.isGone &&
    !update.reversals &&
    !row.is_uploading &&
    (update.health === undefined || update.health === row.health) &&
    (update.settingsGeneration === undefined || update.settingsGeneration === row.applied_settings_generation)
  );
}

/** Open pages read again. */
export const announceAccount = (
  run: Pick<AccountsRun, 'db' | 'changes'>,
  { id, gateway_id, user_id }: Pick<AccountRow, 'id' | 'gateway_id' | 'user_id'>,
): Promise<void> =>
  run.changes.publish(run.db, [{ topic: 'provider-accounts', id, gatewayId: gateway_id, ownerUserId: user_id }]);
