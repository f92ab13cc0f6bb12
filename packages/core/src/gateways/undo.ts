import type { GatewaySnapshotView, UndoAnswer, UndoGatewayInput } from '@gatehouse/contracts/gateway-upkeep';
import { withTransaction } from '@gatehouse/db/errors';
import { audit } from '../audit/index.ts';
import { permit } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import { notFound } from '../errors/index.ts';
import { connectionOf, converge, openSnapshot, restoreStrangers } from '../gateway-sync/index.ts';
import { selectSnapshots } from './events-repository.ts';
import { unusable } from './unusable.ts';

/** How the lists were before our last writes, newest first. */
export async function listGatewaySnapshots(ctx: Context, input: { id: string }): Promise<GatewaySnapshotView[]> {
  permit(ctx, 'gateways:read');
  return selectSnapshots(ctx.db, input.id);
}

/** What is of nobody here becomes what it was in the snapshot; entries of ours follow the database as always. */
export async function undoGateway(ctx: Context, input: UndoGatewayInput): Promise<UndoAnswer> {
  permit(ctx, 'gateways:update');
  await connectionOf(ctx, input.id);
  const snapshot = await openSnapshot(ctx, input.id, input.snapshotId);
  if (!snapshot) throw notFound('snapshot');

  await withTransaction(ctx.db, (tx) =>
    audit(tx, ctx, {
      action: 'gateway.undone',
      resource: 'gateway',
      resourceId: input.id,
      details: { list: snapshot.resource, to: snapshot.takenAt.toISOString() },
    }),
  );

  const restored = await restoreStrangers(ctx, input.id, snapshot);
  if (!restored.ok) throw unusable(restored.problem);
  await converge(ctx, input.id);
  return {
    isChanged: restored.isChanged,
    resource: snapshot.resource,
    strangers: restored.strangers,
    notRestored: restored.unrestored.map(({ name, reason }) => ({ label: name, reason })),
  };
}
