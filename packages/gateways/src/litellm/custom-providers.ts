import type { CustomProviderSpec } from '../driver/index.ts';
import { type Normalised, refused } from '../driver/normalised.ts';
import { type Deployment, deployment, digest } from './deployments.ts';
import { disabledAs, unsupportedField } from './entry-fields.ts';
import { foreignNaturalKey, normaliseForeign } from './foreign-models.ts';
import { cleanModels } from './provider-keys.ts';

export const customProviderNaturalKey = ({ name, foreign }: CustomProviderSpec): string =>
  foreign === undefined ? `cp-${digest(name.trim())}` : foreignNaturalKey(foreign.id);

export function normaliseCustomProvider(spec: CustomProviderSpec): Normalised<'custom-providers'> {
  const name = spec.name.trim();
  const baseUrl = spec.baseUrl.trim();
  const apiKeys = [...new Set(spec.apiKeys.map((key) => key.trim()).filter((key) => key !== ''))];
  const prefix = (spec.prefix ?? '').trim().replace(/^\/+|\/+$/g, '');
  const models = cleanModels(spec.models);
  if (name === '') return refused('A custom provider needs a name.');
  if (spec.foreign && apiKeys.length === 0) return normaliseForeign(spec, spec.foreign);
  if (spec.foreign && spec.foreign.upstream !== 'openai')
    return refused('Its upstream speaks its own protocol. Add the key as a provider key, then remove this.');
  if (apiKeys.length === 0 && !spec.isKeyless)
    return refused(
      'It needs a key, which the gateway never shows. Whoever has the key adds the provider in Gatehouse.',
    );
  if (baseUrl === '') return refused('A custom provider needs a base URL.');
  if (apiKeys.length > 0 && spec.isKeyless) return refused('A keyless provider has no key.');
  if (models.length === 0) return refused('LiteLLM only offers models that are named. Name at least one.');
  const unsupported = unsupportedField(spec);
  if (unsupported) return unsupported;
  return {
    ok: true,
    spec: {
      name,
      baseUrl,
      apiKeys,
      ...(spec.isKeyless ? { isKeyless: true } : {}),
      models,
      ...(prefix === '' ? {} : { prefix }),
      ...(spec.isDisabled ? { isDisabled: true } : {}),
    },
  };
}

/** One deployment for each key and model: LiteLLM spreads requests over those of the same name. */
export function customProviderDeployments(spec: CustomProviderSpec): Deployment[] {
  // The client library behind LiteLLM insists on some key.
  const apiKeys = spec.isKeyless ? ['keyless'] : spec.apiKeys;
  const prefix = spec.prefix === undefined ? '' : `${spec.prefix}/`;
  return apiKeys.flatMap((apiKey) =>
    spec.models.map(({ name, alias }) =>
      deployment('cp', digest(spec.name), {
        modelName: `${prefix}${alias}`,
        params: {
          model: `openai/${name}`,
          api_key: apiKey,
          api_base: spec.baseUrl,
          custom_llm_provider: 'openai',
          ...(spec.isDisabled ? disabledAs : {}),
        },
        mark: { resource: 'custom-providers', name: spec.name },
      }),
    ),
  );
}
