import type {
  ContributeProviderKeyInput,
  ModelMapping,
  UpdateProviderKeyInput,
} from '@gatehouse/contracts/provider-keys';
import type { ProviderKeySpec } from '@gatehouse/gateways/driver';
import { edited, editedHeaders, headersOf, settingsOf } from '../entry-settings/index.ts';
import { maskSecret } from '../secrets/index.ts';

export const specOf = (input: ContributeProviderKeyInput): ProviderKeySpec =>
  edited<ProviderKeySpec>(
    { provider: input.provider, apiKey: input.apiKey },
    {
      ...fieldsOf(input),
      baseUrl: input.baseUrl,
      headers: headersOf(input.headers),
      isDisabled: input.isDisabled || undefined,
    },
  );

export const editedSpec = (spec: ProviderKeySpec, input: UpdateProviderKeyInput): ProviderKeySpec =>
  edited<ProviderKeySpec>(spec, {
    ...fieldsOf(input),
    apiKey: input.apiKey,
    baseUrl: input.baseUrl,
    headers: editedHeaders(spec.headers, input.headers),
    isDisabled: input.isDisabled,
  });

const fieldsOf = (input: ContributeProviderKeyInput | UpdateProviderKeyInput) => ({
  proxyUrl: input.proxyUrl,
  prefix: input.prefix,
  models: input.models,
  excludedModels: input.excludedModels,
  priority: input.priority,
  weight: input.weight,
  requestRetry: input.requestRetry,
  isCoolingDisabled: input.isCoolingDisabled,
});

/** What the owner's row shows of a spec. */
export const shownOf = (spec: ProviderKeySpec) => ({
  masked: maskSecret(spec.apiKey),
  base_url: spec.baseUrl ?? null,
  models: (spec.models ?? []) as ModelMapping[],
  settings: settingsOf(spec),
  is_disabled: spec.isDisabled ?? false,
});
