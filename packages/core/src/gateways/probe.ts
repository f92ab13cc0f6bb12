import type { ProbeAnswer, ProbeGatewayInput } from '@gatehouse/contracts/gateways';
import type { ProbeOutcome } from '@gatehouse/gateways/driver';
import { permit } from '../authorization/index.ts';
import type { Context, Services } from '../context/index.ts';
import { authenticate } from '../gateway-sync/index.ts';
import { unusable } from './unusable.ts';

/** Tries what a person typed. At most one authentication, so that trying does not lock anybody out. */
export async function probeGateway(ctx: Context, input: ProbeGatewayInput): Promise<ProbeAnswer> {
  permit(ctx, 'gateways:create');
  const probe = await tryOut(ctx, input);
  if (!probe.ok) return probe;
  return { ok: true, version: probe.version, latencyMs: Math.round(probe.latencyMs) };
}

/** The version of a gateway that can be used; throws `gateway_unusable` with the precise reason for one that cannot. */
export async function requireUsable(services: Needs, gateway: ProbeGatewayInput): Promise<{ version: string }> {
  const probe = await tryOut(services, gateway);
  if (probe.ok) return { version: probe.version };
  throw unusable(probe.problem);
}

type Needs = Pick<Services, 'db' | 'hmac' | 'drivers'>;

/** A key that a person typed may be wrong: it counts with all other tries at this address. */
async function tryOut(services: Needs, gateway: ProbeGatewayInput): Promise<ProbeOutcome> {
  const answer = await authenticate(
    services,
    { baseUrl: gateway.baseUrl, isProven: false },
    () => services.drivers.once(gateway).probe(),
    (probe) => (probe.ok ? null : probe.problem),
  );
  return answer.ok ? answer.result : answer;
}
