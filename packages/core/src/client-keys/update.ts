import { type ClientKeyView, isLimited, type UpdateClientKeyInput } from '@gatehouse/contracts/client-keys';
import { withTransaction } from '@gatehouse/db/errors';
import type { Database } from '@gatehouse/db/schema';
import type { GatewayDriver } from '@gatehouse/gateways/driver';
import type { Transaction } from 'kysely';
import { type AuditFacts, audit } from '../audit/index.ts';
import { may, permitOwner } from '../authorization/index.ts';
import { cacheTags } from '../cache/index.ts';
import type { Context } from '../context/index.ts';
import { editConflict } from '../entry-settings/index.ts';
import { fail, notFound } from '../errors/index.ts';
import { driverOf, stateAfter } from '../gateway-sync/index.ts';
import { keyLimitsOf, resolveGateway } from '../gateways/index.ts';
import { holdOwner } from '../limits/index.ts';
import { holdMembership } from '../teams/index.ts';
import { checkModels } from './known-models.ts';
import { changesBetween, checkSupported, editedLimits, givenLimits, limitsFrom } from './limits.ts';
import { type KeyRow, lockClientKey, selectClientKey, selectOwner, updateClientKeyRow } from './repository.ts';
import { bringToGateway, teamFieldOf } from './wanted.ts';

/**
 * Renames, limits, blocks or unblocks a key, or changes when it expires. Owners do so with their own keys; what somebody
 * with `client-keys:update` limits or blocks on another person's key is theirs to change.
 */
export async function updateClientKey(ctx: Context, input: UpdateClientKeyInput): Promise<ClientKeyView> {
  const found = await selectOwner(ctx.db, input.id);
  permitOwner(ctx, found?.user_id, 'client-keys:update');
  if (!found) throw notFound('client key');
  const gateway = await resolveGateway(ctx, found.gateway_id);
  const driver = await driverOf(ctx, gateway.id);
  const given = givenLimits(input);
  checkSupported(gateway.name, keyLimitsOf(driver.capabilities), given);

  const entryId = await withTransaction(ctx.db, async (tx) => {
    await holdOwner(tx, found.user_id);
    // Before the key: whoever takes its owner out of the team locks both in this order.
    if (input.teamId) await holdMembership(tx, input.teamId, found.user_id);
    const before = await lockClientKey(tx, input.id);
    if (!before || before.revoked_at !== null) throw notFound('client key');
    if (before.version !== input.version) throw editConflict(before.version);
    await checkModels(tx, gateway, limitsFrom(before.limits).models, given.models);
    const row = await changeRow(tx, ctx, before, input);
    if (touchesGateway(input)) await bringToGateway(tx, ctx, { row, driver, edit: specEdit(driver, input) });
    if (input.expiresAt) await ctx.jobs.enqueue(tx, 'expire-client-keys', {}, { startAfter: input.expiresAt });
    await audit(tx, ctx, auditOf(before, row));
    await ctx.cache.invalidate(tx, [cacheTags.user(row.user_id)]);
    return row.entry_id;
  });

  ctx.cache.drop([cacheTags.user(found.user_id)]);
  ctx.wakeSync(gateway.id);
  if (input.waitMs > 0) await stateAfter(ctx, entryId, input.waitMs);
  const view = await selectClientKey(ctx.db, input.id);
  if (!view) throw notFound('client key');
  return view;
}

async function changeRow(
  tx: Transaction<Database>,
  ctx: Context,
  before: KeyRow,
  input: UpdateClientKeyInput,
): Promise<KeyRow> {
  const isOfLimits = touchesLimits(input);
  if (isOfLimits) permitLimits(ctx, before);
  const limits = editedLimits(limitsFrom(before.limits), givenLimits(input));
  const isBlocked = input.isBlocked ?? before.is_blocked;
  const expiresAt = input.expiresAt === undefined ? before.expires_at : input.expiresAt;
  const isRestricted = isLimited(limits) || isBlocked || expiresAt !== null;
  await updateClientKeyRow(tx, before.id, {
    name: input.name ?? before.name,
    limits: JSON.stringify(limits),
    is_blocked: isBlocked,
    expires_at: expiresAt,
    ...(input.teamId === undefined ? {} : { team_id: input.teamId }),
    ...(input.expiresAt === undefined ? {} : { expired_at: null }),
    ...(isOfLimits ? { limits_set_by: isRestricted ? setterOf(ctx, before) : null } : {}),
  });
  const row = await lockClientKey(tx, before.id);
  if (!row) throw notFound('client key');
  return row;
}

const specEdit = (driver: GatewayDriver, input: UpdateClientKeyInput) => ({
  ...givenLimits(input),
  teamId: input.teamId === undefined ? undefined : (teamFieldOf(driver, input.teamId) ?? null),
  ...(driver.capabilities.keyExpiry
    ? { expiresAt: input.expiresAt === null ? null : input.expiresAt?.toISOString() }
    : {}),
  isBlocked: input.isBlocked,
});

const touchesGateway = ({ id: _, version: _version, waitMs: _waitMs, name: _name, ...rest }: UpdateClientKeyInput) =>
  Object.values(rest).some((value) => value !== undefined);

const touchesLimits = ({ teamId: _, ...input }: UpdateClientKeyInput) => touchesGateway(input);

function permitLimits(ctx: Context, row: KeyRow): void {
  if (row.limits_set_by === null || may(ctx.actor, 'client-keys:update')) return;
  const setBy = row.limits_set_by_name ?? 'an administrator';
  throw fail('key_limits_held', `${setBy} set the limits of this key. Ask them to change it.`, { setBy });
}

const setterOf = ({ actor }: Context, row: KeyRow): string | null =>
  actor.type === 'user' && actor.userId !== row.user_id ? actor.userId : null;

function auditOf(before: KeyRow, after: KeyRow): AuditFacts {
  const shown = (row: KeyRow) => ({
    ...limitsFrom(row.limits),
    name: row.name,
    expiresAt: row.expires_at,
    isBlocked: row.is_blocked,
    team: row.team_name,
  });
  const changes = changesBetween(shown(before), shown(after));
  const isOnlyBlock = 'isBlocked' in changes && Object.keys(changes).length === 2;
  const verb = isOnlyBlock ? (after.is_blocked ? 'blocked' : 'unblocked') : 'updated';
  return {
    action: `client-key.${verb}`,
    resource: 'client-key',
    resourceId: after.id,
    details: { masked: after.masked, name: after.name, owner: after.user_name, ...(isOnlyBlock ? {} : changes) },
  };
}
