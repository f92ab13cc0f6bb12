import { createHash } from 'node:crypto';
import { canonical } from '../http/raw.ts';
import { isSet } from './entry-fields.ts';

/**
 * One model at one upstream with one key: what LiteLLM calls a deployment. Everything that it consists of is in its id,
 * the key too, which LiteLLM never shows again. So a set of ids says whether all is as wanted, and every write of one
 * can be repeated.
 */
export type Deployment = {
  id: string;
  /** Under which the same content is made again while the first one still stands there. */
  otherId: string;
  modelName: string;
  params: { model: string; api_key: string; api_base?: string; custom_llm_provider?: string; weight?: number };
  mark: Record<string, string>;
};

export type DeploymentKind = 'pk' | 'cp';

export const digest = (value: string): string => createHash('sha256').update(value).digest('hex').slice(0, 32);

/** `owner`: the digest of what the entry is recognised by. */
export function deployment(
  kind: DeploymentKind,
  owner: string,
  { modelName, params, mark }: Omit<Deployment, 'id' | 'otherId'>,
): Deployment {
  const idOf = (content: object) => `gh-${kind}-${owner}-${digest(canonical(content)).slice(0, 20)}`;
  return {
    id: idOf({ modelName, params }),
    otherId: idOf({ modelName, params, isOther: true }),
    modelName,
    params,
    mark,
  };
}

/** Whose a deployment is by its id; null for a stranger's. */
export function ownerOf(id: string): { kind: DeploymentKind; owner: string } | null {
  const match = /^gh-(pk|cp)-([0-9a-f]{32})-[0-9a-f]{20}$/.exec(id);
  return match ? { kind: match[1] === 'pk' ? 'pk' : 'cp', owner: match[2] ?? '' } : null;
}

/** What LiteLLM shows of a deployment. Of a wildcard it shows one row for each model that it stands for. */
export type ShownDeployment = {
  id: string;
  modelName: string;
  model: string;
  apiBase: string;
  mark: Record<string, unknown>;
  /** Of ours only: parameters that decide where the key goes, and that Gatehouse never sets. */
  strayParams?: string[];
  /** From the configuration file: the API cannot change it. */
  isFixed: boolean;
  /** A wildcard: shown once for each model that it stands for. */
  isMany?: true;
  /** Of what is neither ours nor secret, what an undo puts back. */
  kept: Record<string, unknown>;
};

/** Empty where the model is named without one. */
const upstreamOf = (model: string): string => model.slice(0, Math.max(model.indexOf('/'), 0));

const isWildcard = ({ modelName }: Deployment): boolean => modelName.includes('*');

/** Whether what is shown under an id of it is still what was put there. */
export function isAsWritten(shown: ShownDeployment, written: Deployment): boolean {
  if (isRedirected(shown, written) || shown.apiBase !== (written.params.api_base ?? '')) return false;
  if (!speaksAs(shown, written)) return false;
  // Of a wildcard the upstream stays the same in every row.
  if (isWildcard(written)) return [upstreamOf(written.params.model), ''].includes(upstreamOf(shown.model));
  return shown.modelName === written.modelName && shown.model === written.params.model;
}

/** Somebody set what we do not write, and what decides where the key goes. */
export function isRedirected(shown: ShownDeployment, written: Deployment): boolean {
  const { api_base, custom_llm_provider } = written.params;
  if ((shown.strayParams ?? []).length > 0) return true;
  return (
    (api_base === undefined && shown.apiBase !== '') || (custom_llm_provider === undefined && !speaksAs(shown, written))
  );
}

/** LiteLLM may name by itself the upstream that stands before the model. */
function speaksAs({ kept }: ShownDeployment, { params }: Deployment): boolean {
  const found = kept.custom_llm_provider;
  const own = params.custom_llm_provider ?? upstreamOf(params.model);
  return !isSet(found) || found === own;
}

export const deploymentBody = ({ id, modelName, params, mark }: Deployment) => ({
  model_name: modelName,
  litellm_params: params,
  model_info: { id, gatehouse: mark },
});
