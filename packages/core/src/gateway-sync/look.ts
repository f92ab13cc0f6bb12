import type { AccountsPlan } from '@gatehouse/contracts/gateway-upkeep';
import { type GatewayPolicy, type GatewayProblem, type Resource, resources } from '@gatehouse/contracts/gateways';
import type { GatewayDriver, Observation, ObservedEntry } from '@gatehouse/gateways/driver';
import { notFound } from '../errors/index.ts';
import { authenticate } from './authentications.ts';
import { connectionOf } from './connection.ts';
import type { SyncServices } from './converge.ts';
import { isRefused, recordFailure } from './failure.ts';
import { type RunState, selectRunState } from './gateway-record.ts';
import { planPass } from './pass.ts';
import type { DesiredEntry, Plan } from './plan.ts';
import { type EntryRow, selectEntries } from './repository.ts';

/** One resource as it is now, and what a pass would do about it. */
export type Look<R extends Resource = Resource> = {
  resource: R;
  rows: EntryRow[];
  entries: DesiredEntry<R>[];
  plan: Plan<R>;
  observation: Observation<R>;
  /** What was observed, by the HMAC of its natural key. */
  seen: ReadonlyMap<string, ObservedEntry<R>>;
};

export type GatewayLook =
  | {
      ok: true;
      policy: GatewayPolicy;
      ignored: RunState['ignored'];
      driver: GatewayDriver;
      looks: Look[];
      /** Null where it was not asked for, or the gateway has none. */
      accounts: AccountsPlan | null;
    }
  | { ok: false; policy: GatewayPolicy; problem: GatewayProblem };

/** Observes and plans, and writes nothing. */
export async function lookAtGateway(
  services: SyncServices,
  gatewayId: string,
  wanted: readonly Resource[] = resources,
  hasAccounts = false,
): Promise<GatewayLook> {
  const connection = await connectionOf(services, gatewayId);
  const state = await selectRunState(services.db, gatewayId);
  if (!state) throw notFound('gateway');
  const { policy, ignored } = state;
  if (state.isLockedOut) return { ok: false, policy, problem: lockedOut };
  const driver = services.drivers.for(connection);
  const answer = await authenticate(
    services,
    { baseUrl: connection.baseUrl, isProven: state.isProven },
    () => lookAtAll(services, { driver, gatewayId, isReportOnly: policy === 'report', hasAccounts }, wanted),
    (seen) => (seen.ok ? null : seen.problem),
  );
  const seen = answer.ok ? answer.result : answer;
  if (seen.ok) return { ok: true, policy, ignored, driver, looks: seen.looks, accounts: seen.accounts };
  if (answer.ok && isRefused(seen.problem)) await recordFailure(services, { connection, state }, seen.problem);
  return { ok: false, policy, problem: seen.problem };
}

type Target = { driver: GatewayDriver; gatewayId: string; isReportOnly: boolean; hasAccounts: boolean };

async function lookAtAll(
  services: SyncServices,
  target: Target,
  wanted: readonly Resource[],
): Promise<{ ok: true; looks: Look[]; accounts: AccountsPlan | null } | { ok: false; problem: GatewayProblem }> {
  const looks: Look[] = [];
  // What a gateway can hold is known once it was asked.
  if (target.driver.resources.length === 0) await target.driver.probe();
  for (const resource of wanted.filter((candidate) => target.driver.resources.includes(candidate))) {
    const look = await lookAt(services, target, resource);
    if ('problem' in look) return { ok: false, problem: look.problem };
    looks.push(look);
  }
  let accounts: AccountsPlan | null = null;
  for (const pass of target.hasAccounts ? services.passes : []) {
    const planned = await pass.plan?.(services, target);
    if (planned?.ok === false) return planned;
    accounts ??= planned?.accounts ?? null;
  }
  return { ok: true, looks, accounts };
}

async function lookAt<R extends Resource>(
  services: SyncServices,
  { driver, gatewayId, isReportOnly }: Target,
  resource: R,
): Promise<Look<R> | { problem: GatewayProblem }> {
  const rows = await selectEntries(services.db, gatewayId, resource);
  const observed = await driver.observe(resource);
  if (!observed.ok) return { problem: observed.problem };
  const { observation } = observed;
  const { plan, entries, identity } = planPass({ services, driver, resource, rows, isReportOnly }, observation);
  const seen = new Map(observation.entries.map((entry) => [identity.hmac(entry.naturalKey), entry]));
  return { resource, rows, entries, plan, observation, seen };
}

const lockedOut: GatewayProblem = {
  code: 'circuit_open',
  message:
    'The gateway refused Gatehouse, which does not call it for a while. Correct the management key, or press “Sync now”.',
};
