import type { GatewayProblem } from '@gatehouse/contracts/gateways';
import type { AccountsDriver } from '@gatehouse/gateways/driver';
import type { Context } from '../context/index.ts';
import { fail } from '../errors/index.ts';
import { type ActiveGateway, authenticate, connectionOf } from '../gateway-sync/index.ts';

/** Asks a gateway about accounts on a person's behalf, within the bound on failing authentications. */
export async function askGateway<T extends { ok: true } | { ok: false; problem: GatewayProblem }>(
  ctx: Context,
  gateway: ActiveGateway,
  work: (accounts: AccountsDriver) => Promise<T>,
): Promise<Extract<T, { ok: true }>> {
  if (gateway.health === 'locked-out') throw gatewayFailed(lockedOut);
  const connection = await connectionOf(ctx, gateway.id);
  const accounts = ctx.drivers.for(connection).accounts;
  if (!accounts) throw fail('accounts_unsupported', `“${gateway.name}” has no accounts to sign in with.`, {});
  const answer = await authenticate(
    ctx,
    { baseUrl: connection.baseUrl, isProven: true },
    () => work(accounts),
    (result) => (result.ok ? null : result.problem),
  );
  if (!answer.ok) throw gatewayFailed(answer.problem);
  if (!answer.result.ok) throw gatewayFailed(answer.result.problem);
  return answer.result as Extract<T, { ok: true }>;
}

export const gatewayFailed = ({ code, message }: GatewayProblem) =>
  fail('gateway_failed', message, { problem: code, message });

const lockedOut: GatewayProblem = {
  code: 'circuit_open',
  message: 'The gateway refused Gatehouse, which does not call it for a while. Ask an administrator.',
};
