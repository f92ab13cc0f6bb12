import { kindOf } from '../gateways/index.ts';
import type { GatewayFault } from '../gateways/port.ts';
import type { Random } from '../random.ts';
import type { Fault, ScriptOptions } from './steps.ts';

const faultEvery = { percent: 7, foreignPercent: 5 };
/** Those that lock us out until a repair are rare: while one lasts, nothing else can go wrong. */
const gatewayFaults: Readonly<Record<GatewayFault, number>> = {
  'server-error': 10,
  'server-error-after-apply': 10,
  reset: 10,
  'reset-after-apply': 10,
  slow: 8,
  'applied-too-late': 8,
  'answered-too-late': 6,
  'lost-change': 8,
  'slow-reload': 5,
  'stale-reads': 3,
  restart: 8,
  outage: 5,
  'refused-authentication': 2,
  ban: 2,
};
const foreignActs = { add: 30, edit: 20, remove: 20, 'remove-ours': 16, 'edit-ours': 10, 'bear-grudge': 2 } as const;

/** `later`: a fault that ends another one comes some operations after it. */
export function drawFault(
  random: Random,
  options: ScriptOptions,
  later: (steps: number, step: Fault) => void,
): Fault | null {
  const gateway = random.below(options.gateways);
  if (random.chance(faultEvery.foreignPercent))
    return { fault: 'foreigner', act: random.weighted(foreignActs), gateway };
  if (!random.chance(faultEvery.percent)) return null;
  const kind = random.weighted({
    gateway: 89,
    'rotated-key': 2,
    rival: 2,
    'kill-instance': 2,
    'pause-instance': 1,
    'restart-database': 4,
  });
  if (kind === 'rotated-key') later(25, { fault: 'repair', gateway });
  if (kind === 'rotated-key') return { fault: kind, gateway };
  if (kind === 'rival') return kindOf(gateway) === 'cliproxyapi' ? { fault: kind, gateway } : null;
  if (kind === 'kill-instance') return options.hasKills ? { fault: kind } : null;
  if (kind === 'pause-instance') return options.hasKills ? { fault: kind } : null;
  if (kind === 'restart-database') return { fault: kind };
  const fault = random.weighted(gatewayFaults);
  if (fault === 'ban' || fault === 'refused-authentication') later(25, { fault: 'repair', gateway });
  if (fault === 'slow-reload' || fault === 'stale-reads') later(30, { fault: 'end-staleness', gateway });
  return { fault, gateway };
}
