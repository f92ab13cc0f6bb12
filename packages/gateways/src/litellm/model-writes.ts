import type { GatewayProblem } from '@gatehouse/contracts/gateways';
import type { ApplyOutcome, Change, Observation, ObservedEntry, SpecOf } from '../driver/index.ts';
import type { Admin, AdminResult } from './admin.ts';
import { type Deployment, deploymentBody, isAsWritten, type ShownDeployment } from './deployments.ts';
import { keepForeign } from './foreign-models.ts';
import { deploymentsOf } from './model-list.ts';
import { applied, failedWrite, oneByOne } from './one-by-one.ts';
import { isMissing } from './problems.ts';

export type ModelResource = 'provider-keys' | 'custom-providers';

type ToDeployments<R extends ModelResource> = (spec: SpecOf[R]) => Deployment[];

const unique = (deployments: readonly Deployment[]): Map<string, Deployment> =>
  new Map(deployments.map((one) => [one.id, one]));

/** Exactly the wanted deployments are there, as they were written. */
export function modelsAgree(seen: ObservedEntry, wanted: readonly Deployment[]): boolean {
  const byId = unique(wanted);
  const shown = deploymentsOf(seen);
  if (shown.length !== byId.size) return false;
  return shown.every((one) => {
    const written = byId.get(one.id);
    return written !== undefined && isAsWritten(one, written);
  });
}

export function applyModels<R extends ModelResource>(
  admin: Admin,
  changes: readonly Change<R>[],
  base: Observation<R>,
  toDeployments: ToDeployments<R>,
): Promise<ApplyOutcome> {
  const seen = new Map(base.entries.map((entry) => [entry.naturalKey, entry]));
  return oneByOne(changes, (change) => {
    const entry = seen.get(change.naturalKey);
    const shown = entry ? deploymentsOf(entry) : [];
    if (change.kind === 'ensure-absent') return replace(admin, shown, new Map());
    if ('foreign' in change.spec && change.spec.foreign)
      return keepForeign(admin, entry, change.spec, change.spec.foreign);
    return replace(admin, shown, unique(toDeployments(change.spec)));
  });
}

/** What is new comes before what is old goes, so that no model is missing in between. */
async function replace(
  admin: Admin,
  shown: readonly ShownDeployment[],
  wanted: ReadonlyMap<string, Deployment>,
): Promise<ApplyOutcome> {
  const present = new Map(shown.map((one) => [one.id, one]));
  let writes = 0;
  const steps = [
    ...[...wanted.values()].flatMap((one) => {
      const current = present.get(one.id);
      if (!current) return [() => create(admin, one)];
      return isAsWritten(current, one) ? [] : [() => repair(admin, one)];
    }),
    ...shown.filter(({ id }) => !wanted.has(id)).map((one) => () => remove(admin, one)),
  ];
  for (const step of steps) {
    const result = await step();
    writes += result.writes;
    if (result.outcome === 'applied') continue;
    // An earlier step was done, so "certainly nothing happened" would be untrue.
    const outcome = result.outcome === 'rejected' && writes > 0 ? 'unknown' : result.outcome;
    return { outcome, problem: result.problem, writes };
  }
  return applied(writes);
}

const stillLoading: GatewayProblem = {
  code: 'not_live',
  message: 'The gateway has saved it and is still loading it.',
};

/** The same id holds the same content, so a second one that is refused for its id was put there by us before. */
async function create(admin: Admin, one: Deployment): Promise<ApplyOutcome> {
  const result = await admin.post('/model/new', deploymentBody(one));
  if (result.ok) return applied(1);
  if (!result.mayHaveActed && isTaken(result)) return { outcome: 'rejected', problem: stillLoading, writes: 0 };
  return failedWrite(result, 0);
}

const isTaken = ({ status, text }: Extract<AdminResult, { ok: false }>): boolean =>
  (status === 400 || status === 409) && /already|unique|exist|duplicate/i.test(text);

/** Everything of ours is sent, the key too: a new address alone would make LiteLLM drop the key. */
async function repair(admin: Admin, one: Deployment): Promise<ApplyOutcome> {
  const result = await admin.patch(`/model/${encodeURIComponent(one.id)}/update`, deploymentBody(one));
  return result.ok ? applied(1) : failedWrite(result, 0);
}

const inFile: GatewayProblem = {
  code: 'unsupported',
  message: 'This model stands in the configuration file of the gateway. Remove it there.',
};

async function remove(admin: Admin, { id, isFixed }: ShownDeployment): Promise<ApplyOutcome> {
  if (isFixed) return { outcome: 'rejected', problem: inFile, writes: 0 };
  const result = await admin.post('/model/delete', { id });
  if (result.ok) return applied(1);
  return isMissing(result.status, result.text) ? applied(0) : failedWrite(result, 0);
}
