import type { GatewayProblem, Resource } from '@gatehouse/contracts/gateways';
import type { ApplyOutcome, Change, GatewayDriver, Observation, SpecOf } from '@gatehouse/gateways/driver';
import type { Services } from '../context/index.ts';
import { inTurns } from './in-turns.ts';
import { identityOf, openEntry } from './open-entry.ts';
import { type DesiredEntry, type Identity, type Plan, plan } from './plan.ts';
import { lookPauses, sawAfter } from './reload-time.ts';
import type { EntryRow } from './repository.ts';
import { isServed, markUnserved } from './served.ts';
import { isConflict, isLeftAlone } from './settle.ts';
import { isStuck, isWrittenAgain, reload } from './stuck.ts';

/** One resource of one gateway, brought from observed to desired and read back. */
export type PassResult<R extends Resource = Resource> =
  | {
      ok: true;
      before: Plan<R>;
      after: Plan<R>;
      /** By entry id: what the gateway said to the write that held its change. */
      outcomes: Map<string, ApplyOutcome>;
      observation: Observation<R>;
      writes: number;
    }
  | { ok: false; problem: GatewayProblem };

export type PassInput<R extends Resource> = {
  services: Pick<Services, 'hmac' | 'sealer'>;
  driver: GatewayDriver;
  resource: R;
  rows: readonly EntryRow[];
  /** Asked right before each write: whether this process is still the one writer. */
  mayWrite: () => Promise<boolean>;
  /** Asked by the driver before each single write. */
  isStillWriter?: () => Promise<boolean>;
  /** Natural keys that matter now. Entries that were not looked at for them get no verdict. */
  about?: readonly string[];
  /** Nothing is written for entries that had been confirmed. */
  isReportOnly?: boolean;
  /** A client key of ours that stays at the gateway, for `GatewayDriver.reload`; null where there is none. */
  permanentKey?: () => Promise<string | null>;
  /** Called with what was seen before it is written over. */
  keep?: (observation: Observation<R>, strangerCount: number) => Promise<void>;
};

const patienceMs = 5000;
// After a lost answer it is either there soon or was never applied; the next run looks again.
const patienceWhenUnknownMs = 300;

type PlanInput<R extends Resource> = Pick<PassInput<R>, 'services' | 'driver' | 'resource' | 'rows' | 'isReportOnly'>;

/** What a pass would do about what was observed. What would be one reversal too many is held. */
export function planPass<R extends Resource>(input: PlanInput<R>, observation: Observation<R>) {
  const identity = identityOf(input.services, input.driver, input.resource);
  const isReportOnly = input.isReportOnly ?? false;
  const desired = covered(
    input.rows.map((row) => openEntry<R>(input.services, row, isReportOnly, input.driver.capabilities.keyPeople)),
    observation,
    identity,
  );
  const first = plan(desired, observation, identity);
  const now = new Date();
  const conflicts = new Set(
    input.rows
      .filter((row) => !isLeftAlone(row, isReportOnly))
      .filter((row) => isConflict({ row, before: first.verdicts.get(row.id) ?? 'agrees', now }))
      .map((row) => row.id),
  );
  if (conflicts.size === 0) return { plan: first, entries: desired, identity };
  const entries = desired.map((entry) => (conflicts.has(entry.id) ? { ...entry, isHeld: true } : entry));
  return { plan: plan(entries, observation, identity), entries, identity };
}

/** What takes long the first time, and only then, before everything is gone through in one go. */
async function warmUp<R extends Resource>(input: PassInput<R>, { entries }: Observation<R>): Promise<void> {
  const { services, driver, resource, isReportOnly = false } = input;
  const identity = identityOf(services, driver, resource);
  await inTurns(input.rows, (row) => openEntry(services, row, isReportOnly, driver.capabilities.keyPeople));
  await inTurns(entries, (entry) => identity.hmacOf?.(entry));
}

/** Only entries that the observation would show if they were there. */
const covered = <R extends Resource>(
  entries: DesiredEntry<R>[],
  { covers }: Observation<R>,
  identity: Identity<R>,
): DesiredEntry<R>[] =>
  covers ? entries.filter(({ spec }) => spec !== null && covers(identity.naturalKey(spec))) : entries;

/** observe → plan → apply → read back. Never throws for what a gateway does. */
export async function runPass<R extends Resource>(input: PassInput<R>): Promise<PassResult<R>> {
  const found = await lookAnewIfSaved(input);
  if (!found.ok) return found;
  const { plan: before, entries: acting, identity, observation: observed } = found;
  const result = { ok: true as const, before, outcomes: new Map<string, ApplyOutcome>() };
  if (before.changes.length === 0) {
    const { after, writes } = await loaded(input, acting, before);
    return { ...result, after, observation: observed, writes: found.writes + writes };
  }

  const idOf = new Map(acting.map((entry) => [entry.keyHmac, entry.id]));
  const specs = new Map(acting.map((entry) => [entry.id, entry.spec]));
  const entryOf = (change: Change<R>) => idOf.get(identity.hmac(change.naturalKey)) ?? '';
  const writes = await applyAll(input, before.changes, observed, {
    keep: async (observation) => input.keep?.(observation, before.unmanaged.length),
    report: (change, outcome) => result.outcomes.set(entryOf(change), outcome),
  });
  const expected = before.changes.filter((change) => result.outcomes.get(entryOf(change))?.outcome !== 'rejected');
  const outcomes = [...result.outcomes.values()];
  const seen = await readBack(input, {
    expected,
    base: { after: { ...before, verdicts: new Map(before.verdicts) }, observation: observed },
    planFor: (observation) => plan(acting, observation, identity),
    entryOf,
    specOf: (change) => specs.get(entryOf(change)) ?? null,
    patienceMs: outcomes.every(({ outcome }) => outcome === 'applied') ? patienceMs : patienceWhenUnknownMs,
  });
  await markUnserved(input, acting, seen.after.verdicts);
  return { ...result, ...seen, writes: found.writes + writes };
}

type Found<R extends Resource> =
  | ({ ok: true; observation: Observation<R>; writes: number } & ReturnType<typeof planPass<R>>)
  | { ok: false; problem: GatewayProblem };

const changingIn = <R extends Resource>({ plan: { changes }, entries, identity }: Found<R> & { ok: true }) => {
  const keys = new Set(changes.map(({ naturalKey }) => identity.hmac(naturalKey)));
  return new Set(entries.filter(({ keyHmac }) => keys.has(keyHmac)).map(({ id }) => id));
};

async function lookAt<R extends Resource>(input: PassInput<R>): Promise<Found<R>> {
  const observed = await input.driver.observe(input.resource, input.about);
  if (!observed.ok) return observed;
  await warmUp(input, observed.observation);
  return { ...observed, writes: 0, ...planPass(input, observed.observation) };
}

/** What may have been saved before is loaded first: to write it again would change nothing that the gateway loads. */
async function lookAnewIfSaved<R extends Resource>(input: PassInput<R>): Promise<Found<R>> {
  const found = await lookAt(input);
  if (!found.ok || !isWrittenAgain(input, changingIn(found))) return found;
  const writes = await reload(input);
  if (writes === 0) return found;
  const anew = await lookAt(input);
  return anew.ok ? { ...anew, writes } : anew;
}

/** Nothing is to be written. What the data plane has not loaded for a while it is made to load. */
async function loaded<R extends Resource>(
  input: PassInput<R>,
  acting: readonly DesiredEntry<R>[],
  before: Plan<R>,
): Promise<{ after: Plan<R>; writes: number }> {
  const markedAnew = async (): Promise<Plan<R>> => {
    const verdicts = new Map(before.verdicts);
    await markUnserved(input, acting, verdicts);
    return { ...before, verdicts };
  };
  const after = await markedAnew();
  if (!isStuck(input, after.verdicts)) return { after, writes: 0 };
  const writes = await reload(input);
  return { after: writes > 0 ? await markedAnew() : after, writes };
}

/**
 * In one write if the gateway takes it. One bad entry makes a gateway refuse a whole list: then halves are tried, so that
 * only the bad one is refused.
 */
async function applyAll<R extends Resource>(
  input: PassInput<R>,
  changes: Change<R>[],
  base: Observation<R>,
  hooks: {
    keep: (observation: Observation<R>) => Promise<void>;
    report: (change: Change<R>, outcome: ApplyOutcome) => void;
  },
): Promise<number> {
  const { report } = hooks;
  await hooks.keep(base);
  if (!(await input.mayWrite())) {
    for (const change of changes) report(change, lostLease);
    return 0;
  }
  const outcome = await input.driver.apply(input.resource, changes, base, input.isStillWriter);
  if (outcome.outcome === 'rejected' && !outcome.outcomes && isOfOne(outcome.problem) && changes.length > 1) {
    const middle = Math.ceil(changes.length / 2);
    let writes = outcome.writes;
    for (const half of [changes.slice(0, middle), changes.slice(middle)]) {
      const fresh = await input.driver.observe(input.resource, input.about);
      if (fresh.ok) writes += await applyAll(input, half, fresh.observation, hooks);
      else for (const change of half) report(change, { outcome: 'rejected', problem: fresh.problem, writes: 0 });
    }
    return writes;
  }
  for (const change of changes) report(change, outcome.outcomes?.get(change.naturalKey) ?? outcome);
  return outcome.writes;
}

type ReadBack<R extends Resource> = {
  expected: Change<R>[];
  base: Seen<R>;
  planFor: (observation: Observation<R>) => Plan<R>;
  entryOf: (change: Change<R>) => string;
  specOf: (change: Change<R>) => SpecOf[R] | null;
  patienceMs: number;
};

type Seen<R extends Resource> = { after: Plan<R>; observation: Observation<R> };

/** Reads until what was written shows and is live, or patience ends. What is seen last is the truth. */
async function readBack<R extends Resource>(
  input: PassInput<R>,
  { expected, base, planFor, entryOf, specOf, patienceMs }: ReadBack<R>,
): Promise<Seen<R>> {
  let { after, observation } = base;
  let looks = 0;
  const writtenAt = performance.now();
  for (const pauseMs of lookPauses(input.driver, patienceMs)) {
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    const tookMs = performance.now() - writtenAt;
    looks += 1;
    const fresh = await input.driver.observe(input.resource, input.about);
    if (!fresh.ok) break;
    observation = fresh.observation;
    after = planFor(observation);
    const isThere = expected.every((change) => after.verdicts.get(entryOf(change)) === 'agrees');
    if (!isThere || !(await isServed(input, expected, specOf))) continue;
    if (expected.length > 0) sawAfter(input.driver, tookMs, looks === 1);
    return { after, observation };
  }
  return { after, observation };
}

/** It may be about one of the changes only. */
const isOfOne = ({ code }: GatewayProblem): boolean => code === 'refused' || code === 'unsupported';

const lostLease: ApplyOutcome = {
  outcome: 'rejected',
  problem: { code: 'list_moved', message: 'Another process took over this gateway; it goes on there.' },
  writes: 0,
};
