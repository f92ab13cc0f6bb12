import { setTimeout as sleep } from 'node:timers/promises';
import type { AccountToConnect, RebuildAnswer, RebuildGatewayInput } from '@gatehouse/contracts/gateway-upkeep';
import { withTransaction } from '@gatehouse/db/errors';
import { audit } from '../audit/index.ts';
import { permit } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import { type ConvergeReport, connectionOf, converge, wishAnew } from '../gateway-sync/index.ts';
import { selectEntryFacts } from './entry-facts.ts';
import { countEntries, expectAccountsAnew, selectGatewayView, selectLost, updateGatewayRow } from './repository.ts';
import { updateGateway } from './update.ts';

/** Everything that is wanted at the gateway is written as if it were empty, and read back. */
export async function rebuildGateway(ctx: Context, input: RebuildGatewayInput): Promise<RebuildAnswer> {
  permit(ctx, 'gateways:update');
  const { name } = await connectionOf(ctx, input.id);
  if (input.baseUrl !== undefined || input.managementKey !== undefined) await updateGateway(ctx, input);

  await withTransaction(ctx.db, async (tx) => {
    await wishAnew(tx, input.id);
    await expectAccountsAnew(tx, input.id);
    await updateGatewayRow(tx, input.id, { locked_out_until: null });
    await audit(tx, ctx, { action: 'gateway.rebuilt', resource: 'gateway', resourceId: input.id, details: { name } });
  });

  ctx.drivers.for(await connectionOf(ctx, input.id)).resetCircuit();
  const report = await convergeUntilConfirmed(ctx, input.id);
  const { wanted, confirmed } = await countEntries(ctx.db, input.id);
  const lost = await selectLost(ctx.db, input.id);
  const facts = await selectEntryFacts(
    ctx.db,
    lost.map(({ id }) => id),
  );
  return {
    wanted,
    confirmed,
    problem: report.outcome === 'failed' ? report.problem : null,
    gateway: await selectGatewayView(ctx.db, input.id),
    lost: lost.map(({ id, reason }) => ({ entryId: id, label: facts.get(id)?.label ?? '', reason })),
    accounts: await boundAccounts(ctx, input.id, 'gone'),
  };
}

/** Accounts whose credentials rest at this gateway only. */
export async function boundAccounts(
  { db, passes }: Pick<Context, 'db' | 'passes'>,
  gatewayId: string,
  which: 'all' | 'gone',
): Promise<AccountToConnect[]> {
  const found = await Promise.all(passes.map((pass) => pass.bound?.(db, gatewayId, which) ?? []));
  return found.flat();
}

const rounds = 8;

/** Runs until everything that is wanted there is confirmed, something stands in the way, or patience ends. */
export async function convergeUntilConfirmed(ctx: Context, gatewayId: string): Promise<ConvergeReport> {
  for (let round = 1; ; round += 1) {
    const report = await converge(ctx, gatewayId, { isRepairing: true, patienceMs: 5000 });
    const { wanted, confirmed, leaving } = await countEntries(ctx.db, gatewayId);
    const isDone = wanted === confirmed && leaving === 0;
    if (isDone || report.outcome === 'failed' || report.outcome === 'gone' || round >= rounds) return report;
    await sleep(100 * round);
  }
}
