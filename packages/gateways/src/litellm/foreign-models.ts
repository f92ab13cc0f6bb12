import type { GatewayProblem } from '@gatehouse/contracts/gateways';
import type { ApplyOutcome, CustomProviderSpec, ObservedEntry } from '../driver/index.ts';
import { type Normalised, refused } from '../driver/normalised.ts';
import type { Admin } from './admin.ts';
import type { ShownDeployment } from './deployments.ts';
import { unsupportedField } from './entry-fields.ts';
import { applied, failedWrite } from './one-by-one.ts';

// A model that others made has one deployment, and the gateway never shows with which credential. So it can be named
// otherwise and removed; it cannot be made again, sent elsewhere or switched off without losing that credential.

export const foreignNaturalKey = (id: string): string => `model-${id}`;

/** A stranger's deployment as an entry of its own. */
export function foreignEntry(shown: ShownDeployment): ObservedEntry<'custom-providers'> {
  const slash = shown.model.indexOf('/');
  const upstream = shown.model.slice(0, Math.max(slash, 0));
  const model = { name: shown.model.slice(slash + 1), alias: shown.modelName };
  const every = { name: '*', alias: `${upstream}/*` };
  const spec: CustomProviderSpec = {
    name: shown.isMany ? every.alias : shown.modelName,
    baseUrl: shown.apiBase,
    apiKeys: [],
    models: [shown.isMany ? every : model],
    foreign: { id: shown.id, upstream, ...(shown.isFixed ? { isFixed: true } : {}) },
  };
  return { naturalKey: foreignNaturalKey(shown.id), spec, isLive: null, copies: 1, detail: [shown] };
}

type Foreign = NonNullable<CustomProviderSpec['foreign']>;

export function normaliseForeign(spec: CustomProviderSpec, foreign: Foreign): Normalised<'custom-providers'> {
  if (foreign.isFixed) return refused('It stands in the configuration file of the gateway. Change it there.');
  const [model, ...more] = spec.models;
  if (!model || more.length > 0) return refused('Without its key it stands for one model only. Enter its key first.');
  const unsupported = unsupportedField(spec);
  if (unsupported) return unsupported;
  if (spec.prefix || spec.isDisabled) return refused('Gatehouse does not know its key. Enter its key first.');
  const { name, baseUrl } = spec;
  const models = [{ name: model.name, alias: model.alias }];
  return { ok: true, spec: { name: name.trim(), baseUrl: baseUrl.trim(), apiKeys: [], models, foreign } };
}

export const foreignAgrees = (seen: ObservedEntry, spec: CustomProviderSpec): boolean => {
  const shown = seen.spec as CustomProviderSpec;
  return (
    shown.baseUrl === spec.baseUrl &&
    shown.foreign?.upstream === spec.foreign?.upstream &&
    JSON.stringify(shown.models) === JSON.stringify(spec.models)
  );
};

const lostForGood: GatewayProblem = {
  code: 'unsupported',
  message:
    'The gateway does not have this model any more, and nobody here knows its key. Enter the key, or remove it here.',
};

const addressMoved: GatewayProblem = {
  code: 'unsupported',
  message:
    'Its address or kind at the gateway is another one, and cannot be put back without its key. Enter the key, or remove it here.',
};

/** Model and name only: with another address LiteLLM would drop the credential. */
export async function keepForeign(
  admin: Admin,
  seen: ObservedEntry | undefined,
  spec: CustomProviderSpec,
  { id, upstream }: Foreign,
): Promise<ApplyOutcome> {
  if (!seen) return { outcome: 'rejected', problem: lostForGood, writes: 0 };
  if (foreignAgrees(seen, spec)) return applied(0);
  const shown = seen.spec as CustomProviderSpec;
  const isElsewhere = shown.baseUrl !== spec.baseUrl || shown.models[0]?.name === '*';
  if (isElsewhere) return { outcome: 'rejected', problem: addressMoved, writes: 0 };
  const [model] = spec.models;
  const result = await admin.patch(`/model/${encodeURIComponent(id)}/update`, {
    model_name: model?.alias,
    litellm_params: { model: upstream === '' ? model?.name : `${upstream}/${model?.name}` },
  });
  return result.ok ? applied(1) : failedWrite(result, 0);
}
