import type { Double, FaultKind } from '@gatehouse/gateways/double';
import type { Random } from '../random.ts';
import { quickReload } from './cliproxyapi-lists.ts';
import { untilAnswered } from './journal.ts';
import type { GatewayFault } from './port.ts';

const management = '/v0/management/*';

/** Faults of any gateway, in the words of this double. */
export function createFaultInjection(double: Double, { timeoutMs }: { timeoutMs: number }) {
  let restarting: Promise<void> = Promise.resolve();
  const restart = (downMs: number) => {
    restarting = restarting.then(() => double.restart({ downMs }));
  };
  const arm = (fault: FaultKind, random: Random, { method, count }: { method?: string; count: number }) => {
    double.faults.add({ fault, path: management, ...(method && { method }), nth: 1 + random.below(3), count });
  };
  const endStaleness = () => {
    double.setTiming(quickReload);
    double.flushReloads();
  };

  const injections: Record<GatewayFault, (random: Random) => void> = {
    'server-error': (random) => {
      const status = random.pick([500, 502, 503, 429]) ?? 500;
      arm({ kind: 'status', status, body: random.pick(['empty', 'html', 'json']) ?? 'html' }, random, anyCall(random));
    },
    'server-error-after-apply': (random) => arm({ kind: 'save-failure' }, random, writes(random)),
    reset: (random) => arm({ kind: 'reset' }, random, anyCall(random)),
    'reset-after-apply': (random) => {
      arm({ kind: 'reset-after', at: random.chance(50) ? 'start' : 'middle' }, random, writes(random));
    },
    slow: (random) => arm({ kind: 'latency', beforeHeadersMs: 20 + random.below(250) }, random, anyCall(random)),
    'applied-too-late': (random) => {
      arm({ kind: 'latency', beforeHeadersMs: timeoutMs + random.below(600) }, random, { method: 'PUT', count: 1 });
    },
    'answered-too-late': (random) => {
      arm({ kind: 'latency', beforeBodyMs: timeoutMs + random.below(600) }, random, { method: 'PUT', count: 1 });
    },
    'lost-change': (random) => arm({ kind: 'lost-change' }, random, { method: 'PUT', count: 1 }),
    'slow-reload': (random) => double.setTiming({ reloadMs: 30 + random.below(250), authsMs: 30 + random.below(250) }),
    'stale-reads': () => double.setTiming('manual'),
    restart: (random) => restart(random.below(60)),
    outage: (random) => restart(300 + random.below(2000)),
    // At once: a repair is on its way, and would come too early.
    'refused-authentication': () => double.faults.add({ fault: { kind: 'unauthorized' }, path: management }),
    ban: () => double.banNow(),
  };
  return {
    endStaleness,
    async restart(downMs: number): Promise<void> {
      restart(downMs);
      await restarting;
    },
    async inject(fault: GatewayFault, random: Random): Promise<void> {
      injections[fault](random);
    },
    async calm(): Promise<void> {
      double.faults.clear();
      await restarting;
      endStaleness();
      await untilAnswered(() => double.requests(), timeoutMs + 700);
    },
  };
}

const writes = (random: Random) => ({ method: 'PUT', count: 1 + random.below(2) });
const anyCall = (random: Random) => ({ ...(random.chance(60) && { method: 'PUT' }), count: 1 + random.below(3) });
