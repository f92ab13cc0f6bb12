import type { CurrentClientKey } from '@gatehouse/contracts/client-keys';
import { permitUser } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import { fail } from '../errors/index.ts';
import { resolveGateway } from '../gateways/index.ts';
import { ownClientKey } from './own-key.ts';

/** The person's own client key in clear, for the machines that they have signed in: what a bundle would carry. */
export async function currentClientKey(
  ctx: Context,
  input: { gatewayId?: string | undefined },
): Promise<CurrentClientKey> {
  const actor = permitUser(ctx, 'bundles:read-own');
  const gateway = await resolveGateway(ctx, input.gatewayId);
  const own = await ownClientKey(ctx, actor.userId, gateway.id);
  if (!own) throw noClientKey(gateway.name);
  return { key: own.key, gateway: { id: gateway.id, name: gateway.name, baseUrl: gateway.baseUrl } };
}

export const noClientKey = (gatewayName: string) =>
  fail(
    'no_client_key',
    `You have no client key for “${gatewayName}”. Create one: gatehouse keys create <name>, or “Client keys” in the dashboard.`,
    {},
  );
