import type { UnmanagedEntryView } from '@gatehouse/contracts/gateway-upkeep';
import { permit } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import { lookAtGateway, unmanagedView } from '../gateway-sync/index.ts';
import { unusable } from '../gateways/index.ts';

/** What stands at the gateway and is of nobody here, read now; ignored ones are marked. */
export async function listUnmanagedEntries(ctx: Context, input: { id: string }): Promise<UnmanagedEntryView[]> {
  permit(ctx, 'gateways:read');
  const look = await lookAtGateway(ctx, input.id);
  if (!look.ok) throw unusable(look.problem);
  return look.looks.flatMap(({ resource, plan }) =>
    plan.unmanaged.map((stranger) => unmanagedView(look.driver, resource, stranger, look.ignored)),
  );
}
