import type { ProviderKeyView, UpdateProviderKeyInput } from '@gatehouse/contracts/provider-keys';
import { withTransaction } from '@gatehouse/db/errors';
import { audit } from '../audit/index.ts';
import { permitOwner } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import { editConflict, editedNames } from '../entry-settings/index.ts';
import { fail, notFound } from '../errors/index.ts';
import { changeEntry, driverOf, lockSpec, prepareEntry, stateAfter } from '../gateway-sync/index.ts';
import { resolveGateway } from '../gateways/index.ts';
import { holdOwner } from '../limits/index.ts';
import { lockProviderKey, selectOwner, selectProviderKey, updateShown } from './repository.ts';
import { editedSpec, shownOf } from './spec.ts';

/**
 * Changes a key that is in use. Another key or base URL is another entry at the gateway: the old one goes and the new one
 * comes in one write there, and the gateway is without neither for longer than that.
 */
export async function updateProviderKey(ctx: Context, input: UpdateProviderKeyInput): Promise<ProviderKeyView> {
  const found = await selectOwner(ctx.db, input.id);
  permitOwner(ctx, found?.user_id, 'provider-keys:update');
  if (!found) throw notFound('provider key');
  const gateway = await resolveGateway(ctx, found.gateway_id);
  const driver = await driverOf(ctx, gateway.id);

  const entryId = await withTransaction(ctx.db, async (tx) => {
    await holdOwner(tx, found.user_id);
    const row = await lockProviderKey(tx, input.id);
    if (!row || row.removed_at !== null) throw notFound('provider key');
    if (row.version !== input.version) throw editConflict(row.version);
    const spec = editedSpec(await lockSpec<'provider-keys'>(tx, ctx, row.entry_id), input);
    const next = prepareEntry(ctx, driver, {
      gatewayId: gateway.id,
      gatewayVersion: gateway.version,
      resource: 'provider-keys',
      spec,
      ownerUserId: row.user_id,
    });
    const wanted = await changeEntry(tx, ctx, row.entry_id, next);
    if (wanted === null) throw fail('provider_key_taken', 'This key was contributed already.', {});
    const shown = shownOf(spec);
    const name = input.name ?? row.name;
    await updateShown(tx, row.id, { entry_id: wanted, name, ...shown });
    await audit(tx, ctx, {
      action: 'provider-key.updated',
      resource: 'provider-key',
      resourceId: row.id,
      details: { provider: row.provider, name, masked: shown.masked, changed: editedNames(input) },
    });
    return wanted;
  });

  ctx.wakeSync(gateway.id);
  const state = await stateAfter(ctx, entryId, input.waitMs);
  const view = await selectProviderKey(ctx.db, input.id);
  if (!view) throw notFound('provider key');
  return input.waitMs === 0 ? view : { ...view, state };
}
