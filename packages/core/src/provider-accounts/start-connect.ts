import { type ConnectStart, loginFlowOf, type StartConnectInput } from '@gatehouse/contracts/provider-accounts';
import { withTransaction } from '@gatehouse/db/errors';
import { newId } from '@gatehouse/db/ids';
import { sql } from 'kysely';
import { audit } from '../audit/index.ts';
import { permitUser } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import { resolveGateway } from '../gateways/index.ts';
import { takeRoom } from './account-limit.ts';
import { closeConnects, connectView, endConnect, selectConnect } from './connect-repository.ts';
import { fileHmac, statePlace } from './file-names.ts';
import { askGateway } from './gateway-access.ts';

/**
 * Begins a login at a provider. What the gateway holds is written down before the gateway is asked to begin: only what
 * is new after this login, and cannot be another's, becomes this person's account. Their earlier login there is given up.
 */
export async function startConnect(ctx: Context, input: StartConnectInput): Promise<ConnectStart> {
  const actor = permitUser(ctx, 'provider-accounts:connect-own');
  await ctx.rateLimits.consume('account-connect', actor.userId);
  const gateway = await resolveGateway(ctx, input.gatewayId);
  const { provider } = input;
  const { accounts } = await askGateway(ctx, gateway, (driver) => driver.list());
  const id = newId();
  const knownFiles = Object.fromEntries(
    accounts.map((file) => [fileHmac(ctx.hmac, gateway.id, file.fileName).toString('hex'), file.modifiedAt ?? '']),
  );
  await withTransaction(ctx.db, async (tx) => {
    await takeRoom(tx, actor.userId);
    await closeConnects(tx, { userId: actor.userId, gatewayId: gateway.id, provider });
    const expires_at = sql<Date>`now() + interval '15 minutes'`;
    await tx
      .insertInto('connect_sessions')
      .values({
        id,
        gateway_id: gateway.id,
        user_id: actor.userId,
        provider,
        name: input.name,
        expires_at,
        known_files: JSON.stringify(knownFiles),
      })
      .execute();
    await audit(tx, ctx, {
      action: 'provider-account.connect-started',
      resource: 'provider-account',
      resourceId: id,
      details: { provider, name: input.name, gateway: gateway.name },
    });
  });

  const { login } = await askGateway(ctx, gateway, (driver) => driver.startLogin(provider)).catch(async (error) => {
    await endConnect(ctx.db, id, { status: 'failed', problem: 'gateway' });
    throw error;
  });
  await ctx.db
    .updateTable('connect_sessions')
    .set({ state_sealed: ctx.sealer.seal(login.state, statePlace(id)) })
    .where('id', '=', id)
    .execute();
  const row = await selectConnect(ctx.db, id);
  if (!row) throw new Error('A login that was just written down is gone.');
  return { ...connectView(row), flow: loginFlowOf[provider], url: login.url, userCode: login.userCode };
}
