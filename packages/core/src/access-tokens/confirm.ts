import type { DeviceLoginView } from '@gatehouse/contracts/access-tokens';
import { withTransaction } from '@gatehouse/db/errors';
import { audit } from '../audit/index.ts';
import { permitSession, type SessionActor } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import { showUserCode } from './codes.ts';
import { findByUserCode, lockByUserCode, markApproved, markDenied } from './device-repository.ts';
import { requirePending } from './usable.ts';

type ByUserCode = { userCode: string };

/** What the person is about to confirm. */
export async function getDeviceLogin(ctx: Context, input: ByUserCode): Promise<DeviceLoginView> {
  await permitGuess(ctx);
  const { userCode, clientName, createdAt, expiresAt } = requirePending(await findByUserCode(ctx.db, input.userCode));
  return { userCode: showUserCode(userCode), clientName, createdAt, expiresAt };
}

/** The waiting device may act for this person. */
export async function approveDeviceLogin(ctx: Context, input: ByUserCode): Promise<{ approved: true }> {
  await decide(ctx, input, { action: 'device-login.approved', mark: markApproved });
  return { approved: true };
}

export async function denyDeviceLogin(ctx: Context, input: ByUserCode): Promise<{ denied: true }> {
  await decide(ctx, input, { action: 'device-login.denied', mark: markDenied });
  return { denied: true };
}

async function decide(ctx: Context, input: ByUserCode, decision: { action: string; mark: typeof markApproved }) {
  const { userId } = await permitGuess(ctx);
  await withTransaction(ctx.db, async (tx) => {
    const login = requirePending(await lockByUserCode(tx, input.userCode));
    await decision.mark(tx, login.id, userId);
    await audit(tx, ctx, {
      action: decision.action,
      resource: 'device-login',
      resourceId: login.id,
      details: { clientName: login.clientName },
    });
  });
}

// A user code is short: nobody may try many.
async function permitGuess(ctx: Context): Promise<SessionActor> {
  const actor = permitSession(ctx);
  await ctx.rateLimits.consume('device-confirm-user', actor.userId);
  return actor;
}
