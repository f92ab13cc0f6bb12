import type { ProbeAnswer, ProbeGatewayInput } from '@gatehouse/contracts/gateways';
import { permit } from '../authorization/index.ts';
import type { Context, Services } from '../context/index.ts';
import { fail } from '../errors/index.ts';

/** Tries what a person typed. At most one authentication, so that trying does not lock anybody out. */
export async function probeGateway(ctx: Context, input: ProbeGatewayInput): Promise<ProbeAnswer> {
  permit(ctx, 'gateways:create');
  const probe = await ctx.drivers.once(input).probe();
  if (!probe.ok) return probe;
  return { ok: true, version: probe.version, latencyMs: Math.round(probe.latencyMs) };
}

/** The version of a gateway that can be used; throws `gateway_unusable` with the precise reason for one that cannot. */
export async function requireUsable(
  services: Pick<Services, 'drivers'>,
  gateway: ProbeGatewayInput,
): Promise<{ version: string }> {
  const probe = await services.drivers.once(gateway).probe();
  if (probe.ok) return { version: probe.version };
  const { code, message, retryAfterSeconds } = probe.problem;
  throw fail('gateway_unusable', message, {
    problem: code,
    message,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds: Math.ceil(retryAfterSeconds) }),
  });
}
