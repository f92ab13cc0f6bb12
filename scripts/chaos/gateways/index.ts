import type { GatewayKind } from '@gatehouse/contracts/gateways';
import { openCliproxyapi } from './cliproxyapi.ts';
import { openLitellm } from './litellm.ts';
import type { ChaosGateway, GatewayOptions } from './port.ts';

type Open = (options: GatewayOptions) => Promise<ChaosGateway>;

const openers: Record<GatewayKind, Open> = { cliproxyapi: openCliproxyapi, litellm: openLitellm };
const kindsInTurn: readonly GatewayKind[] = ['cliproxyapi', 'litellm'];

/** Of gateway number `index`: all kinds in turn. */
export const kindOf = (index: number): GatewayKind => kindsInTurn[index % kindsInTurn.length] ?? 'cliproxyapi';

export function openGateways(count: number, timeoutMs: number): Promise<ChaosGateway[]> {
  return Promise.all(
    Array.from({ length: count }, (_, index) =>
      openers[kindOf(index)]({ timeoutMs, name: `gateway-${index}`, firstStranger: index * 1000 }),
    ),
  );
}
