import type { GatewayView } from '@gatehouse/contracts/gateways';
import { type Double, type DoubleOptions, startCliproxyapiDouble } from '@gatehouse/gateways/double';
import type { GatewayDriver } from '@gatehouse/gateways/driver';
import { createDriver } from '@gatehouse/gateways/registry';
import type { UserActor } from '../actor/index.ts';
import type { Context, Drivers, Services } from '../context/index.ts';
import { type ConvergeReport, converge } from '../gateway-sync/index.ts';
import { createGateway } from '../gateways/index.ts';
import { createTestServices, type TestServices } from './services.ts';

export type TestGateway = TestServices & {
  double: Double;
  gateway: GatewayView;
  owner: UserActor;
  asOwner: Context;
  /** Calls of the drivers to the gateway so far. */
  callCount(): number;
  /** One run, as the worker makes it. */
  converge(): Promise<ConvergeReport>;
  /** Runs until nothing waits any more; throws after 12 runs. Backoff is skipped: a run takes everything that waits. */
  settle(): Promise<void>;
};

/** Drivers that are kept for a gateway and its address and key, like the server's. */
export function createTestDrivers(onCall: () => void = () => {}): Drivers {
  const kept = new Map<string, GatewayDriver>();
  const once: Drivers['once'] = (gateway) => createDriver({ ...gateway, timeoutMs: 2000, onCall });
  return {
    once,
    for(gateway) {
      const key = JSON.stringify(gateway);
      const driver = kept.get(key) ?? once(gateway);
      kept.set(key, driver);
      return driver;
    },
  };
}

/** A double with a gateway row for it and an owner; nothing has been synced yet. */
export async function createTestGateway(
  options: DoubleOptions = {},
  overrides: Partial<Services> = {},
): Promise<TestGateway> {
  let calls = 0;
  const double = await startCliproxyapiDouble({ timing: { reloadMs: 2, authsMs: 2 }, ...options });
  const drivers = createTestDrivers(() => {
    calls += 1;
  });
  const base = await createTestServices({ drivers, ...overrides });
  const owner = await base.createUser({ role: 'owner' });
  const asOwner = base.contextOf(owner);
  const gateway = await createGateway(asOwner, {
    name: 'Test gateway',
    kind: 'cliproxyapi',
    baseUrl: double.url,
    managementKey: double.managementKey,
  });
  const run = () => converge(base.services, gateway.id);
  return {
    ...base,
    double,
    gateway,
    owner,
    asOwner,
    callCount: () => calls,
    converge: run,
    async settle() {
      for (let round = 0; round < 12; round += 1) {
        const report = await run();
        const waiting = await base.services.db
          .selectFrom('gateway_entries')
          .select('id')
          .where('status', 'in', ['pending', 'drifted', 'unknown'])
          .execute();
        if (report.outcome === 'converged' && waiting.length === 0) return;
      }
      throw new Error('The gateway did not settle.');
    },
    async destroy() {
      await double.stop();
      await base.destroy();
    },
  };
}
