import type {
  CreateCustomProviderGroupInput,
  CustomProviderGroupView,
  UpdateCustomProviderGroupInput,
} from '@gatehouse/contracts/custom-providers';
import { withTransaction } from '@gatehouse/db/errors';
import { newId } from '@gatehouse/db/ids';
import type { Database } from '@gatehouse/db/schema';
import type { GatewayDriver } from '@gatehouse/gateways/driver';
import type { Transaction } from 'kysely';
import { audit } from '../audit/index.ts';
import { permit, permitUser } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import { edited } from '../entry-settings/index.ts';
import { notFound } from '../errors/index.ts';
import { activeGateways, changeEntry, driverOf, lockSpec, prepareEntry } from '../gateway-sync/index.ts';
import { deleteGroup, insertGroup, lockGroup, selectGroups, updateGroup } from './group-repository.ts';
import { lockProvidersOf } from './repository.ts';

export async function listCustomProviderGroups(ctx: Context): Promise<CustomProviderGroupView[]> {
  permitUser(ctx, 'custom-providers:read-own');
  return selectGroups(ctx.db);
}

export async function createCustomProviderGroup(
  ctx: Context,
  input: CreateCustomProviderGroupInput,
): Promise<CustomProviderGroupView> {
  const actor = permitUser(ctx, 'custom-provider-groups:update');
  const row = { id: newId(), name: input.name, position: input.position ?? 0, created_by: actor.userId };
  await withTransaction(ctx.db, async (tx) => {
    await insertGroup(tx, row);
    await auditGroup(tx, ctx, 'created', row.id, { name: row.name });
  });
  return { id: row.id, name: row.name, position: row.position, isEnabled: true, providers: 0 };
}

/** Switching a group off or on changes every provider in it, at every gateway, in the same transaction. */
export async function updateCustomProviderGroup(
  ctx: Context,
  input: UpdateCustomProviderGroupInput,
): Promise<CustomProviderGroupView> {
  permit(ctx, 'custom-provider-groups:update');
  const drivers = new Map<string, GatewayDriver>();
  for (const { id } of await activeGateways(ctx)) drivers.set(id, await driverOf(ctx, id));
  const toWake = await withTransaction(ctx.db, async (tx) => {
    const group = await lockGroup(tx, input.id);
    const isEnabled = input.isEnabled ?? group.is_enabled;
    await updateGroup(tx, group.id, {
      ...(input.name === undefined ? {} : { name: input.name }),
      ...(input.position === undefined ? {} : { position: input.position }),
      is_enabled: isEnabled,
    });
    await auditGroup(tx, ctx, 'updated', group.id, { name: input.name ?? group.name, isEnabled });
    return isEnabled === group.is_enabled ? [] : switchProviders(tx, ctx, drivers, group.id, isEnabled);
  });
  for (const gatewayId of new Set(toWake)) ctx.wakeSync(gatewayId);
  const [view] = await selectGroups(ctx.db, input.id);
  if (!view) throw notFound('group');
  return view;
}

export async function removeCustomProviderGroup(ctx: Context, input: { id: string }): Promise<{ removed: true }> {
  permit(ctx, 'custom-provider-groups:update');
  await withTransaction(ctx.db, async (tx) => {
    const group = await lockGroup(tx, input.id);
    await deleteGroup(tx, group.id);
    await auditGroup(tx, ctx, 'removed', group.id, { name: group.name });
  });
  return { removed: true };
}

async function switchProviders(
  tx: Transaction<Database>,
  ctx: Context,
  drivers: ReadonlyMap<string, GatewayDriver>,
  groupId: string,
  isEnabled: boolean,
): Promise<string[]> {
  const changed: string[] = [];
  for (const row of await lockProvidersOf(tx, groupId)) {
    const driver = drivers.get(row.gateway_id);
    // A gateway that was removed holds nothing that could be switched.
    if (!driver) continue;
    const spec = await lockSpec<'custom-providers'>(tx, ctx, row.entry_id);
    const next = prepareEntry(ctx, driver, {
      gatewayId: row.gateway_id,
      resource: 'custom-providers',
      spec: edited(spec, { isDisabled: row.is_disabled || !isEnabled || null }),
      ownerUserId: row.user_id,
    });
    await changeEntry(tx, ctx, row.entry_id, next);
    changed.push(row.gateway_id);
  }
  return changed;
}

const auditGroup = (
  tx: Transaction<Database>,
  ctx: Context,
  verb: 'created' | 'updated' | 'removed',
  id: string,
  details: Record<string, string | boolean>,
) =>
  audit(tx, ctx, {
    action: `custom-provider-group.${verb}`,
    resource: 'custom-provider-group',
    resourceId: id,
    details,
  });
