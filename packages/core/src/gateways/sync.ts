import type { GatewayView } from '@gatehouse/contracts/gateways';
import { withTransaction } from '@gatehouse/db/errors';
import { audit } from '../audit/index.ts';
import { permit } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import { converge, driverOf, releaseHeldEntries } from '../gateway-sync/index.ts';
import { selectGatewayView, updateGatewayRow } from './repository.ts';

/** How long to wait for a run that is under way in another process. */
const patienceMs = 5000;

/** An operator asks: everything is tried again at once, also what was held, locked out or only reported. */
export async function syncGateway(ctx: Context, input: { id: string }): Promise<GatewayView> {
  permit(ctx, 'gateways:sync');
  const driver = await driverOf(ctx, input.id);

  await withTransaction(ctx.db, async (tx) => {
    await releaseHeldEntries(tx, input.id);
    await updateGatewayRow(tx, input.id, { locked_out_until: null });
    await audit(tx, ctx, { action: 'gateway.synced', resource: 'gateway', resourceId: input.id });
  });

  driver.resetCircuit();
  const report = await converge(ctx, input.id, { isRepairing: true, patienceMs });
  if (report.outcome === 'busy') ctx.wakeSync(input.id);
  return selectGatewayView(ctx.db, input.id);
}
