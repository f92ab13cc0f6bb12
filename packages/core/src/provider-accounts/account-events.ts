import type { EntryEventKind, GatewayEventAction } from '@gatehouse/contracts/gateway-upkeep';
import { newId } from '@gatehouse/db/ids';
import type { Database } from '@gatehouse/db/schema';
import { type Kysely, sql } from 'kysely';
import type { AccountUpdate } from './account-updates.ts';
import { editedSettings, isReverted } from './differences.ts';
import type { AccountRow } from './repository.ts';
import type { SeenFile } from './run.ts';

/** What others did to an account that had been confirmed, and what became of it. */
export type AccountEvent = { kind: EntryEventKind; action: GatewayEventAction; details: Record<string, string> };

/** Null for one that had not been confirmed, and where nothing is different. Pure. */
export function accountEvent(
  row: AccountRow,
  before: SeenFile | undefined,
  update: Pick<AccountUpdate, 'status'>,
): AccountEvent | null {
  if (row.status !== 'applied' || row.desired !== 'present') return null;
  // Nobody else can bring a credential back: its owner has to.
  if (!before) return { kind: 'missing', action: 'held', details: {} };
  if (!isReverted(row, before)) return null;
  const fields: string[] = editedSettings(row, before);
  if (before.isDisabled !== row.is_disabled) fields.unshift(before.isDisabled ? 'switched off' : 'switched on');
  return { kind: 'changed', action: actionOf(update.status), details: { changed: fields.join(', ') } };
}

function actionOf(status: AccountRow['status']): GatewayEventAction {
  if (status === 'conflict') return 'held';
  if (status === 'applied') return 'repaired';
  return status === 'drifted' ? 'reported' : 'repairing';
}

/** What was told of this account before is over once it is confirmed. */
export async function tellAccountEvent(
  db: Kysely<Database>,
  row: Pick<AccountRow, 'id' | 'gateway_id' | 'provider' | 'name'>,
  event: AccountEvent | null,
  isConfirmed: boolean,
): Promise<void> {
  if (isConfirmed)
    await sql`
      update gateway_events set resolved_at = now(),
        action = case action when 'repairing' then 'repaired' else action end
      where account_id = ${row.id} and resolved_at is null`.execute(db);
  if (!event) return;
  await db
    .insertInto('gateway_events')
    .values({
      id: newId(),
      gateway_id: row.gateway_id,
      account_id: row.id,
      kind: event.kind,
      action: event.action,
      label: `${row.provider} · ${row.name}`,
      details: JSON.stringify(event.details),
      resolved_at: isConfirmed ? new Date() : null,
    })
    .execute();
}
