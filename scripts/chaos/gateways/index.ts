import type { GatewayKind } from '@gatehouse/contracts/gateways';
import { openCliproxyapi } from './cliproxyapi.ts';
import type { ChaosGateway } from './port.ts';

type Open = (options: { timeoutMs: number; name: string }) => Promise<ChaosGateway>;

const kinds: Partial<Record<GatewayKind, Open>> = { cliproxyapi: openCliproxyapi };

/** So many gateways, of all kinds in turn. */
export function openGateways(count: number, timeoutMs: number): Promise<ChaosGateway[]> {
  const openers = Object.values(kinds);
  return Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const open = openers[index % openers.length];
      if (!open) throw new Error('There is no kind of gateway.');
      return open({ timeoutMs, name: `gateway-${index}` });
    }),
  );
}
