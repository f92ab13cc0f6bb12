import type { Provider } from '@gatehouse/contracts/provider-keys';
import type { ModelSpec, ProviderKeySpec } from '../driver/index.ts';
import { type Normalised, refused } from '../driver/normalised.ts';
import { type Deployment, deployment, digest } from './deployments.ts';
import { disabledAs, unsupportedField } from './entry-fields.ts';

/** How LiteLLM calls the upstream of each family; those without have no counterpart there. */
const upstreams: Partial<Record<Provider, string>> = {
  claude: 'anthropic',
  gemini: 'gemini',
  codex: 'openai',
  xai: 'xai',
};

const ownerOfKey = ({ provider, apiKey, baseUrl }: Pick<ProviderKeySpec, 'provider' | 'apiKey' | 'baseUrl'>): string =>
  digest([provider, apiKey.trim(), (baseUrl ?? '').trim()].join('\n'));

export const providerKeyNaturalKey = (spec: ProviderKeySpec): string => `pk-${ownerOfKey(spec)}`;

export function normaliseProviderKey(spec: ProviderKeySpec): Normalised<'provider-keys'> {
  const apiKey = spec.apiKey.trim();
  const baseUrl = (spec.baseUrl ?? '').trim();
  const prefix = (spec.prefix ?? '').trim().replace(/^\/+|\/+$/g, '');
  if (apiKey === '')
    return refused(
      'The gateway does not show its key. Whoever has the key adds it in Gatehouse, where it is recognised.',
    );
  if (!upstreams[spec.provider])
    return { ok: false, problem: { code: 'unsupported', message: 'LiteLLM has no counterpart for this provider.' } };
  const unsupported = unsupportedField(spec, ['excludedModels']);
  if (unsupported) return unsupported;
  if (prefix.includes('/') || prefix.includes('*')) return refused('A prefix is one plain word.');
  const models = cleanModels(spec.models ?? []);
  if (prefix !== '' && models.length === 0)
    return refused('Name the models: LiteLLM cannot put a prefix before all models of a provider.');
  return {
    ok: true,
    spec: {
      provider: spec.provider,
      apiKey,
      ...(baseUrl === '' ? {} : { baseUrl }),
      ...(prefix === '' ? {} : { prefix }),
      ...(models.length === 0 ? {} : { models }),
      ...(spec.weight === undefined ? {} : { weight: spec.weight }),
      ...(spec.isDisabled ? { isDisabled: true } : {}),
    },
  };
}

/** Names trimmed; what only CLIProxyAPI shows in its catalogue is left out. */
export function cleanModels(models: readonly ModelSpec[]): ModelSpec[] {
  return models
    .map(({ name, alias }) => ({ name: name.trim() || alias.trim(), alias: alias.trim() || name.trim() }))
    .filter(({ name }) => name !== '');
}

/** One deployment for each model; without a list one that stands for every model of the provider. */
export function providerKeyDeployments(spec: ProviderKeySpec): Deployment[] {
  const upstream = upstreams[spec.provider] ?? spec.provider;
  const models = spec.models ?? [{ name: '*', alias: `${upstream}/*` }];
  const prefix = spec.prefix === undefined ? '' : `${spec.prefix}/`;
  return models.map(({ name, alias }) =>
    deployment('pk', ownerOfKey(spec), {
      modelName: `${prefix}${alias}`,
      params: {
        model: `${upstream}/${name}`,
        api_key: spec.apiKey,
        ...(spec.baseUrl === undefined ? {} : { api_base: spec.baseUrl }),
        ...(spec.weight === undefined ? {} : { weight: spec.weight }),
        ...(spec.isDisabled ? disabledAs : {}),
      },
      mark: { resource: 'provider-keys', provider: spec.provider },
    }),
  );
}
