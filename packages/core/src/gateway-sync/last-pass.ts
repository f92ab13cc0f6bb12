import type { GatewayDriver, ProbeOutcome } from '@gatehouse/gateways/driver';
import type { RunState } from './gateway-record.ts';

/** A run that looks only at what is due relies on one that looked at everything not longer ago than this. */
const fullEveryMs = 60_000;
/** Version and health are asked for now and then, not before every run: a read that fails says enough. */
const probeEveryMs = 25_000;

type LastPass = { at: number; rules: string; hasProviders: boolean };

const passes = new WeakMap<GatewayDriver, LastPass>();
const probed = new WeakMap<GatewayDriver, { at: number; probe: ProbeOutcome & { ok: true } }>();

/** What decides about entries that had been confirmed: where it is different they are all looked at again. */
const rulesOf = ({ policy, ignored }: RunState): string => JSON.stringify([policy, [...ignored].sort()]);

/** Everything of this gateway was compared, by this process and by these rules. */
export function passedAll(driver: GatewayDriver, state: RunState, hasProviders: boolean): void {
  passes.set(driver, { at: Date.now(), rules: rulesOf(state), hasProviders });
}

/** Null where everything is to be compared anew. */
export function lastPass(driver: GatewayDriver, state: RunState): Pick<LastPass, 'hasProviders'> | null {
  const last = passes.get(driver);
  if (!last || state.health !== 'healthy' || last.rules !== rulesOf(state)) return null;
  return Math.abs(Date.now() - last.at) < fullEveryMs ? last : null;
}

export async function probeNowAndThen(driver: GatewayDriver): Promise<ProbeOutcome> {
  const last = probed.get(driver);
  if (last && Date.now() - last.at < probeEveryMs) return last.probe;
  const probe = await driver.probe();
  if (probe.ok) probed.set(driver, { at: Date.now(), probe });
  return probe;
}

/** What was known about the gateway a moment ago may have been its end. */
export function forgetPasses(driver: GatewayDriver): void {
  passes.delete(driver);
  probed.delete(driver);
}
