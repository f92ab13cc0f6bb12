import type {
  ContributeCustomProviderInput,
  CustomModel,
  KeyEdit,
  UpdateCustomProviderInput,
} from '@gatehouse/contracts/custom-providers';
import type { CustomProviderSpec } from '@gatehouse/gateways/driver';
import { edited, editedHeaders, headersOf, settingsOf } from '../entry-settings/index.ts';
import { fail } from '../errors/index.ts';
import { maskSecret } from '../secrets/index.ts';

/** `isOff`: by its own switch or its group's. */
export function specOf(input: ContributeCustomProviderInput, isOff: boolean): CustomProviderSpec {
  const apiKeys = [...(input.apiKey === undefined ? [] : [input.apiKey]), ...(input.apiKeys ?? [])];
  return edited<CustomProviderSpec>(
    { name: input.name, baseUrl: input.baseUrl, apiKeys, models: input.models },
    {
      ...fieldsOf(input),
      headers: headersOf(input.headers),
      isKeyless: input.isKeyless || undefined,
      isDisabled: isOff || undefined,
    },
  );
}

export function editedSpec(
  spec: CustomProviderSpec,
  input: UpdateCustomProviderInput,
  isOff: boolean,
): CustomProviderSpec {
  const apiKeys = editedKeys(spec.apiKeys, input.apiKeys);
  const next = edited<CustomProviderSpec>(spec, {
    ...fieldsOf(input),
    baseUrl: input.baseUrl,
    models: input.models,
    headers: editedHeaders(spec.headers, input.headers),
    isDisabled: isOff,
  });
  return edited<CustomProviderSpec>({ ...next, apiKeys }, { isKeyless: apiKeys.length === 0 });
}

const fieldsOf = (input: ContributeCustomProviderInput | UpdateCustomProviderInput) => ({
  prefix: input.prefix,
  priority: input.priority,
  requestRetry: input.requestRetry,
  isCoolingDisabled: input.isCoolingDisabled,
});

function editedKeys(current: string[], edits: readonly KeyEdit[] | undefined): string[] {
  if (edits === undefined) return current;
  return edits.map((edit) => {
    const key = 'value' in edit ? edit.value : current[edit.keep];
    if (key !== undefined) return key;
    const message = 'One of the keys to keep is not there any more. Load the provider again.';
    throw fail('entry_refused', message, { message });
  });
}

export const maskedKeysOf = (spec: CustomProviderSpec): string[] => spec.apiKeys.map(maskSecret);

/** What the owner's row shows of a spec. */
export const shownOf = (spec: CustomProviderSpec) => ({
  base_url: spec.baseUrl,
  masked: maskedKeysOf(spec)[0] ?? '',
  models: spec.models as CustomModel[],
  settings: { ...settingsOf(spec), maskedKeys: maskedKeysOf(spec) },
});
