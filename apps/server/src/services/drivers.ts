import { createHash } from 'node:crypto';
import type { Drivers } from '@gatehouse/core/context';
import type { GatewayDriver } from '@gatehouse/gateways/driver';
import { createDriver } from '@gatehouse/gateways/registry';

/** One driver a gateway, as long as its address and key stay: it keeps the gateway's circuit and write order. */
export function createDrivers(options: { onCall?: (() => void) | undefined } = {}): Drivers {
  const kept = new Map<string, { fingerprint: string; driver: GatewayDriver }>();
  const once: Drivers['once'] = ({ kind, baseUrl, managementKey }) =>
    createDriver({ kind, baseUrl, managementKey, ...(options.onCall && { onCall: options.onCall }) });
  return {
    once,
    for(gateway) {
      const fingerprint = fingerprintOf(gateway);
      const known = kept.get(gateway.id);
      if (known?.fingerprint === fingerprint) return known.driver;
      const driver = once(gateway);
      kept.set(gateway.id, { fingerprint, driver });
      return driver;
    },
  };
}

const fingerprintOf = ({ kind, baseUrl, managementKey }: Parameters<Drivers['once']>[0]): string =>
  createHash('sha256')
    .update(JSON.stringify([kind, baseUrl, managementKey]))
    .digest('base64');
