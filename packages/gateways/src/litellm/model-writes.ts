import type { ApplyOutcome, Change, MayWrite, Observation, ObservedEntry, SpecOf } from '../driver/index.ts';
import type { Admin } from './admin.ts';
import { confirm, create, remove, repair } from './deployment-writes.ts';
import { type Deployment, isAsWritten, isRedirected, type ShownDeployment } from './deployments.ts';
import { keepForeign } from './foreign-models.ts';
import { deploymentsOf } from './model-list.ts';
import { applied, oneByOne } from './one-by-one.ts';

export type ModelResource = 'provider-keys' | 'custom-providers';

type ToDeployments<R extends ModelResource> = (spec: SpecOf[R]) => Deployment[];

const unique = (deployments: readonly Deployment[]): Deployment[] => [
  ...new Map(deployments.map((one) => [one.id, one])).values(),
];

const isOf = ({ id, otherId }: Deployment, shown: ShownDeployment): boolean => shown.id === id || shown.id === otherId;

/** Exactly the wanted deployments are there, as they were written. */
export function modelsAgree(seen: ObservedEntry, wanted: readonly Deployment[]): boolean {
  const each = unique(wanted);
  const shown = deploymentsOf(seen);
  return (
    shown.length === each.length &&
    each.every((one) => shown.some((other) => isOf(one, other) && isAsWritten(other, one)))
  );
}

export function applyModels<R extends ModelResource>(
  admin: Admin,
  changes: readonly Change<R>[],
  base: Observation<R>,
  toDeployments: ToDeployments<R>,
  mayWrite?: MayWrite,
): Promise<ApplyOutcome> {
  const seen = new Map(base.entries.map((entry) => [entry.naturalKey, entry]));
  return oneByOne(
    changes,
    (change) => {
      const entry = seen.get(change.naturalKey);
      const shown = entry ? deploymentsOf(entry) : [];
      if (change.kind === 'ensure-absent') return replace(admin, shown, []);
      if ('foreign' in change.spec && change.spec.foreign)
        return keepForeign(admin, entry, change.spec, change.spec.foreign);
      return replace(admin, shown, unique(toDeployments(change.spec)));
    },
    mayWrite,
  );
}

type Step = () => Promise<ApplyOutcome>;

/** What is new comes before what is old goes, so that no model is missing in between. */
async function replace(
  admin: Admin,
  shown: readonly ShownDeployment[],
  wanted: readonly Deployment[],
): Promise<ApplyOutcome> {
  const ways = wanted.map((one) => wayTo(admin, one, shown));
  const kept = new Set(ways.map(({ id }) => id));
  const old = shown.filter(({ id }) => !kept.has(id));
  let writes = 0;
  for (const step of [...ways.flatMap(({ steps }) => steps), ...old.map((one) => () => remove(admin, one))]) {
    const result = await step();
    writes += result.writes;
    if (result.outcome === 'applied') continue;
    // An earlier step was done, so "certainly nothing happened" would be untrue.
    const outcome = result.outcome === 'rejected' && writes > 0 ? 'unknown' : result.outcome;
    return { outcome, problem: result.problem, writes };
  }
  return applied(writes);
}

/** Under which id it stands in the end, and what is still to be done for that. */
function wayTo(admin: Admin, one: Deployment, shown: readonly ShownDeployment[]): { id: string; steps: Step[] } {
  const present = shown.filter((other) => isOf(one, other));
  const asWritten = present.find((other) => isAsWritten(other, one));
  if (asWritten) return { id: asWritten.id, steps: [] };
  const mendable = present.find((other) => !isRedirected(other, one));
  if (mendable) return { id: mendable.id, steps: [() => repair(admin, { ...one, id: mendable.id })] };
  if (present.length > 0) return substitute(admin, one, present);
  return { id: one.id, steps: [() => create(admin, one)] };
}

/**
 * LiteLLM does not take a parameter away again, so the same is made under its other id. The old one goes only when the
 * new one has been read back: after a crash in between both are there, and the next pass removes the old one.
 */
function substitute(admin: Admin, one: Deployment, present: readonly ShownDeployment[]): { id: string; steps: Step[] } {
  const isTaken = present.some(({ id }) => id === one.id);
  const next = { ...one, id: isTaken ? one.otherId : one.id };
  const inTheWay = present.filter(({ id }) => id === next.id);
  return {
    id: next.id,
    steps: [...inTheWay.map((old) => () => remove(admin, old)), () => create(admin, next), () => confirm(admin, next)],
  };
}
