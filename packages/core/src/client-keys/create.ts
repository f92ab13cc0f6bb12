import type { ClientKeyView, CreateClientKeyInput, CreatedClientKey } from '@gatehouse/contracts/client-keys';
import { withTransaction } from '@gatehouse/db/errors';
import { newId } from '@gatehouse/db/ids';
import type { ClientKeySpec } from '@gatehouse/gateways/driver';
import { permitUser } from '../authorization/index.ts';
import { cacheTags } from '../cache/index.ts';
import type { Context } from '../context/index.ts';
import { edited } from '../entry-settings/index.ts';
import { fail } from '../errors/index.ts';
import { driverOf, insertWithEntry, prepareEntry, stateAfter } from '../gateway-sync/index.ts';
import { keyLimitsOf, resolveGateway } from '../gateways/index.ts';
import { hasRoom } from '../limits/index.ts';
import { maskSecret, randomToken } from '../secrets/index.ts';
import { holdMembership } from '../teams/index.ts';
import { checkModels } from './known-models.ts';
import { checkSupported, givenLimits, limitsOf } from './limits.ts';
import { clientKeyPlace } from './sealed-columns.ts';
import { teamFieldOf } from './wanted.ts';

/** A key of the person's own for a gateway. The answer is the only one that ever shows it; bundles carry it. */
export async function createClientKey(ctx: Context, input: CreateClientKeyInput): Promise<CreatedClientKey> {
  const actor = permitUser(ctx, 'client-keys:create-own');
  const gateway = await resolveGateway(ctx, input.gatewayId);
  const key = randomToken('sk-gh-');
  const driver = await driverOf(ctx, gateway.id);
  const given = givenLimits(input);
  checkSupported(gateway.name, keyLimitsOf(driver.capabilities), given);
  await checkModels(ctx.db, gateway, null, given.models);
  const expiresAt = input.expiresAt ?? null;
  const spec = edited<ClientKeySpec>(
    { key },
    {
      ...given,
      expiresAt: driver.capabilities.keyExpiry ? expiresAt?.toISOString() : null,
      teamId: teamFieldOf(driver, input.teamId ?? null),
    },
  );
  const entry = prepareEntry(ctx, driver, {
    gatewayId: gateway.id,
    resource: 'client-keys',
    spec,
    ownerUserId: actor.userId,
  });
  const limits = limitsOf(spec);
  const id = newId();
  const row = {
    id,
    gateway_id: gateway.id,
    user_id: actor.userId,
    name: input.name,
    key_hmac: ctx.hmac('client-key', key),
    key_sealed: ctx.sealer.seal(key, clientKeyPlace(id)),
    masked: maskSecret(key),
    limits,
    expires_at: expiresAt,
    team_id: input.teamId ?? null,
    created_at: new Date(),
  };

  const { entryId, team } = await withTransaction(ctx.db, async (tx) => {
    const limit = ctx.limits.clientKeysPerUser;
    if (!(await hasRoom(tx, 'client_keys', actor.userId, limit)))
      throw fail('client_key_limit', `You have ${limit} client keys already. Revoke one first.`, { limit });
    const team = input.teamId === undefined ? null : await holdMembership(tx, input.teamId, actor.userId);
    const inserted = await insertWithEntry(tx, ctx, {
      entry,
      table: 'client_keys',
      row,
      audit: {
        action: 'client-key.created',
        resource: 'client-key',
        resourceId: id,
        details: {
          name: row.name,
          masked: row.masked,
          gateway: gateway.name,
          ...limits,
          models: limits.models?.join(', ') ?? null,
          expiresAt: expiresAt?.toISOString() ?? null,
          team: team?.name ?? null,
        },
      },
    });
    // 256 random bits that exist already: the random source is broken, and nobody may get somebody else's key.
    if (inserted === null) throw new Error('A new client key exists already.');
    if (expiresAt) await ctx.jobs.enqueue(tx, 'expire-client-keys', {}, { startAfter: expiresAt });
    await ctx.cache.invalidate(tx, [cacheTags.user(actor.userId)]);
    return { entryId: inserted, team };
  });

  ctx.cache.drop([cacheTags.user(actor.userId)]);
  ctx.wakeSync(gateway.id);
  const clientKey: ClientKeyView = {
    id,
    gatewayId: gateway.id,
    gatewayName: gateway.name,
    name: row.name,
    masked: row.masked,
    owner: { id: actor.userId, name: actor.name },
    team,
    limits,
    expiresAt,
    isExpired: false,
    isBlocked: false,
    limitsSetBy: null,
    version: 1,
    createdAt: row.created_at,
    revokedAt: null,
    state: await stateAfter(ctx, entryId, input.waitMs),
  };
  return { key, baseUrl: `${gateway.baseUrl}/v1`, clientKey };
}
