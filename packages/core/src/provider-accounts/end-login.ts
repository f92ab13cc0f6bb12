import { type ConnectEnd, type ConnectRow, endConnect } from './connect-repository.ts';
import type { AccountsRun } from './run.ts';

export async function end(run: AccountsRun, row: ConnectRow, how: ConnectEnd): Promise<void> {
  await endConnect(run.db, row.id, how);
  await run.changes.publish(run.db, [
    { topic: 'provider-accounts', id: row.id, gatewayId: row.gateway_id, ownerUserId: row.user_id },
  ]);
}
