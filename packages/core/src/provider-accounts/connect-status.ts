import type { ConnectView } from '@gatehouse/contracts/provider-accounts';
import { withTransaction } from '@gatehouse/db/errors';
import type { Context } from '../context/index.ts';
import { ownConnect } from './complete-connect.ts';
import { closeConnects, connectView } from './connect-repository.ts';

/** How the login stands. While it waits, being asked makes the worker look. */
export async function getConnectStatus(ctx: Context, input: { id: string }): Promise<ConnectView> {
  const row = await ownConnect(ctx, input.id);
  if (row.status === 'open') ctx.wakeSync(row.gateway_id);
  return connectView(row);
}

/** Gives the login up. A credential that comes of it all the same is taken away again. */
export async function cancelConnect(ctx: Context, input: { id: string }): Promise<ConnectView> {
  const row = await ownConnect(ctx, input.id);
  await withTransaction(ctx.db, (tx) => closeConnects(tx, { id: row.id }));
  ctx.wakeSync(row.gateway_id);
  return connectView(await ownConnect(ctx, input.id));
}
