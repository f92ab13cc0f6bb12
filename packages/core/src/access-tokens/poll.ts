import type { DeviceLoginPoll } from '@gatehouse/contracts/access-tokens';
import { withTransaction } from '@gatehouse/db/errors';
import { newId } from '@gatehouse/db/ids';
import type { Database } from '@gatehouse/db/schema';
import type { Transaction } from 'kysely';
import type { UserActor } from '../actor/index.ts';
import { audit } from '../audit/index.ts';
import type { Context } from '../context/index.ts';
import { addressSubject } from '../rate-limits/index.ts';
import { holdUser } from '../users/index.ts';
import { deviceToken } from './codes.ts';
import { type DeviceLogin, findByDeviceCode, lockByDeviceCode, markConsumed } from './device-repository.ts';
import { findEndOfToken, insertAccessToken } from './repository.ts';
import { unusable } from './usable.ts';

export const pollSeconds = 5;
const lifetimeDays = 90;
const scopes = ['bundle', 'read', 'write'] as const;

/**
 * What became of a login. The first question after the approval makes the token; every further one until the login
 * expires answers the same token, so that a lost answer costs nothing. For anyone: the device code is the permission.
 */
export async function pollDeviceLogin(ctx: Context, input: { deviceCode: string }): Promise<DeviceLoginPoll> {
  await ctx.rateLimits.consume('device-poll', addressSubject(ctx.clientAddress));
  const deviceCodeHmac = ctx.hmac('device-code', input.deviceCode);
  const login = await findByDeviceCode(ctx.db, deviceCodeHmac);
  if (!login) throw unusable('unknown');
  if (login.status !== 'approved') return answer(ctx, login, input.deviceCode);
  return withTransaction(ctx.db, async (tx) => {
    const locked = await lockByDeviceCode(tx, deviceCodeHmac);
    if (!locked) throw unusable('unknown');
    if (locked.isExpired || locked.status !== 'approved') return answer({ ...ctx, db: tx }, locked, input.deviceCode);
    return makeToken(ctx, tx, locked, input.deviceCode);
  });
}

async function answer(
  { db, hmac }: Pick<Context, 'db' | 'hmac'>,
  login: DeviceLogin,
  deviceCode: string,
): Promise<DeviceLoginPoll> {
  if (login.isExpired) return { status: 'expired' };
  if (login.status === 'denied') return { status: 'denied' };
  if (login.accessTokenId === null) return { status: 'pending', intervalSeconds: pollSeconds };
  const expiresAt = await findEndOfToken(db, login.accessTokenId);
  return expiresAt ? { status: 'approved', token: deviceToken(hmac, deviceCode), expiresAt } : { status: 'expired' };
}

async function makeToken(
  ctx: Context,
  tx: Transaction<Database>,
  login: DeviceLogin,
  deviceCode: string,
): Promise<DeviceLoginPoll> {
  const user = login.userId === null ? null : await holdUser(tx, login.userId);
  if (!user) return { status: 'denied' };
  const token = deviceToken(ctx.hmac, deviceCode);
  const tokenId = newId();
  const expiresAt = await insertAccessToken(tx, {
    id: tokenId,
    userId: user.userId,
    kind: 'cli',
    name: login.clientName,
    tokenHmac: ctx.hmac('access-token', token),
    prefix: token.slice(0, 8),
    lastFour: token.slice(-4),
    scopes,
    lifetimeDays,
  });
  await markConsumed(tx, login.id, tokenId);
  const actor: UserActor = { type: 'user', ...user, via: { type: 'token', tokenId, scopes } };
  await audit(
    tx,
    { ...ctx, actor },
    {
      action: 'access-token.created',
      resource: 'access-token',
      resourceId: tokenId,
      details: { kind: 'cli', name: login.clientName, lastFour: token.slice(-4) },
    },
  );
  return { status: 'approved', token, expiresAt };
}
