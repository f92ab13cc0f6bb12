import type { GatewayProblem } from '@gatehouse/contracts/gateways';
import type { ApplyOutcome } from '../driver/index.ts';
import type { Admin, AdminResult } from './admin.ts';
import { type Deployment, deploymentBody, isAsWritten, type ShownDeployment } from './deployments.ts';
import { listDeployments } from './model-list.ts';
import { applied, failedWrite } from './one-by-one.ts';
import { isMissing } from './problems.ts';

const stillLoading: GatewayProblem = {
  code: 'not_live',
  message: 'The gateway has saved it and is still loading it.',
};

/** The same id holds the same content, so a second one that is refused for its id was put there by us before. */
export async function create(admin: Admin, one: Deployment): Promise<ApplyOutcome> {
  const result = await admin.post('/model/new', deploymentBody(one));
  if (result.ok) return applied(1);
  if (!result.mayHaveActed && isTaken(result)) return { outcome: 'rejected', problem: stillLoading, writes: 0 };
  return failedWrite(result, 0);
}

const isTaken = ({ status, text }: Extract<AdminResult, { ok: false }>): boolean =>
  (status === 400 || status === 409) && /already|unique|exist|duplicate/i.test(text);

/** Applied once the gateway itself has loaded it as it was written. */
export async function confirm(admin: Admin, one: Deployment): Promise<ApplyOutcome> {
  const listed = await listDeployments(admin);
  if (!listed.ok) return { outcome: 'rejected', problem: listed.problem, writes: 0 };
  const isThere = listed.deployments.some((shown) => shown.id === one.id && isAsWritten(shown, one));
  return isThere ? applied(0) : { outcome: 'rejected', problem: stillLoading, writes: 0 };
}

/** Everything of ours is sent, the key too: a new address alone would make LiteLLM drop the key. */
export async function repair(admin: Admin, one: Deployment): Promise<ApplyOutcome> {
  const result = await admin.patch(`/model/${encodeURIComponent(one.id)}/update`, deploymentBody(one));
  return result.ok ? applied(1) : failedWrite(result, 0);
}

const inFile: GatewayProblem = {
  code: 'unsupported',
  message: 'This model stands in the configuration file of the gateway. Remove it there.',
};

export async function remove(
  admin: Admin,
  { id, isFixed }: Pick<ShownDeployment, 'id' | 'isFixed'>,
): Promise<ApplyOutcome> {
  if (isFixed) return { outcome: 'rejected', problem: inFile, writes: 0 };
  const result = await admin.post('/model/delete', { id });
  if (result.ok) return applied(1);
  return isMissing(result.status, result.text) ? applied(0) : failedWrite(result, 0);
}
