import type { FaultKind } from '@gatehouse/gateways/double';
import type { LitellmDouble } from '@gatehouse/gateways/litellm-double';
import type { Random } from '../random.ts';
import { untilAnswered } from './journal.ts';
import type { GatewayFault } from './port.ts';

const noLag = { spendMs: 0, routerMs: 0, keyCacheMs: 0 };

/** Faults of any gateway, in the words of this double. There is no ban here: it refuses once more instead. */
export function createFaultInjection(double: LitellmDouble, { timeoutMs }: { timeoutMs: number }) {
  let restarting: Promise<void> = Promise.resolve();
  const restart = (downMs: number) => {
    restarting = restarting.then(() => double.restart({ downMs }));
  };
  const arm = (fault: FaultKind, random: Random, { method, count }: { method?: string; count: number }) => {
    const path = random.pick(['/key/*', '/model/*']) ?? '/key/*';
    double.faults.add({ fault, path, ...(method && { method }), nth: 1 + random.below(3), count });
  };
  const endStaleness = () => {
    double.setLags(noLag);
    double.expireKeyCache();
  };
  const writes = (random: Random) => ({ method: 'POST', count: 1 + random.below(2) });
  const anyCall = (random: Random) => ({ ...(random.chance(60) && { method: 'POST' }), count: 1 + random.below(3) });

  const injections: Record<GatewayFault, (random: Random) => void> = {
    'server-error': (random) => {
      const envelope = random.pick(['proxy', 'python', 'framework', 'text'] as const) ?? 'text';
      const status = random.pick([500, 502, 503, 429]) ?? 500;
      arm({ kind: 'envelope', status, envelope, message: 'injected failure' }, random, anyCall(random));
    },
    'server-error-after-apply': (random) => arm({ kind: 'save-failure' }, random, writes(random)),
    reset: (random) => arm({ kind: 'reset' }, random, anyCall(random)),
    'reset-after-apply': (random) => arm({ kind: 'reset-after', at: 'start' }, random, writes(random)),
    slow: (random) => arm({ kind: 'latency', beforeHeadersMs: 20 + random.below(250) }, random, anyCall(random)),
    'applied-too-late': (random) => {
      arm({ kind: 'latency', beforeHeadersMs: timeoutMs + random.below(600) }, random, { method: 'POST', count: 1 });
    },
    'answered-too-late': (random) => {
      arm({ kind: 'latency', beforeBodyMs: timeoutMs + random.below(600) }, random, { method: 'POST', count: 1 });
    },
    'lost-change': (random) => arm({ kind: 'lost-change' }, random, { method: 'POST', count: 1 }),
    'slow-reload': (random) => double.setLags({ routerMs: 30 + random.below(250), keyCacheMs: 30 + random.below(250) }),
    'stale-reads': () => double.setLags({ routerMs: 700, keyCacheMs: 700 }),
    restart: (random) => restart(random.below(60)),
    outage: (random) => restart(300 + random.below(2000)),
    'refused-authentication': () => double.faults.add({ fault: { kind: 'unauthorized' }, path: '/key/*' }),
    ban: () => double.faults.add({ fault: { kind: 'unauthorized' }, path: '/model/*' }),
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
