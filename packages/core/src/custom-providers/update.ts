import type { CustomProviderView, UpdateCustomProviderInput } from '@gatehouse/contracts/custom-providers';
import { withTransaction } from '@gatehouse/db/errors';
import { audit } from '../audit/index.ts';
import { permit, permitOwner } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import { editConflict, editedNames } from '../entry-settings/index.ts';
import { fail, notFound } from '../errors/index.ts';
import { changeEntry, driverOf, lockSpec, prepareEntry, stateAfter } from '../gateway-sync/index.ts';
import { resolveGateway } from '../gateways/index.ts';
import { holdOwner } from '../limits/index.ts';
import { holdGroup } from './group-repository.ts';
import { lockCustomProvider, selectCustomProvider, selectOwner, updateShown } from './repository.ts';
import { editedSpec, shownOf } from './spec.ts';

/** Changes a provider in place: its name is its identity at the gateway and stays. */
export async function updateCustomProvider(
  ctx: Context,
  input: UpdateCustomProviderInput,
): Promise<CustomProviderView> {
  const found = await selectOwner(ctx.db, input.id);
  permitOwner(ctx, found?.user_id, 'custom-providers:update');
  if (!found) throw notFound('custom provider');
  if (input.apiKeys?.length === 0) permit(ctx, 'custom-providers:keyless');
  const gateway = await resolveGateway(ctx, found.gateway_id);
  const driver = await driverOf(ctx, gateway.id);

  const entryId = await withTransaction(ctx.db, async (tx) => {
    await holdOwner(tx, found.user_id);
    const row = await lockCustomProvider(tx, input.id);
    if (!row || row.removed_at !== null) throw notFound('custom provider');
    if (row.version !== input.version) throw editConflict(row.version);
    const groupId = input.groupId === undefined ? row.group_id : input.groupId;
    const group = groupId === null ? null : await holdGroup(tx, groupId);
    const isDisabled = input.isDisabled ?? row.is_disabled;
    const isOff = isDisabled || group?.is_enabled === false;
    const spec = editedSpec(await lockSpec<'custom-providers'>(tx, ctx, row.entry_id), input, isOff);
    const next = prepareEntry(ctx, driver, {
      gatewayId: gateway.id,
      gatewayVersion: gateway.version,
      resource: 'custom-providers',
      spec,
      ownerUserId: row.user_id,
    });
    // One that was adopted without its key becomes another entry once somebody enters the key.
    const wanted = await changeEntry(tx, ctx, row.entry_id, next);
    if (wanted === null)
      throw fail('custom_provider_name_taken', `There is a provider “${row.name}” already. Remove this one.`, {
        name: row.name,
      });
    await updateShown(tx, row.id, {
      ...shownOf(spec),
      entry_id: wanted,
      display_name: input.displayName ?? row.display_name,
      is_disabled: isDisabled,
      is_shared: input.isShared ?? row.is_shared,
      group_id: groupId,
      position: input.position ?? row.position,
    });
    await audit(tx, ctx, {
      action: 'custom-provider.updated',
      resource: 'custom-provider',
      resourceId: row.id,
      details: { name: row.name, changed: editedNames(input) },
    });
    return wanted;
  });

  ctx.wakeSync(gateway.id);
  const state = await stateAfter(ctx, entryId, input.waitMs);
  const view = await selectCustomProvider(ctx.db, input.id);
  if (!view) throw notFound('custom provider');
  return input.waitMs === 0 ? view : { ...view, state };
}
