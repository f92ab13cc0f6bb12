import type { GatewayProblem } from '@gatehouse/contracts/gateways';
import { type Provider, providers } from '@gatehouse/contracts/provider-keys';
import type { CustomProviderSpec, ObservedEntry, ProviderKeySpec } from '../driver/index.ts';
import { isRecord, type RawEntry, text } from '../http/raw.ts';
import { type Admin, unreadable } from './admin.ts';
import { ownerOf, type ShownDeployment } from './deployments.ts';
import { isSet } from './entry-fields.ts';
import { foreignEntry } from './foreign-models.ts';

type Listed = { ok: true; deployments: ShownDeployment[] } | { ok: false; problem: GatewayProblem };

/** Every deployment that the gateway has loaded, each once. */
export async function listDeployments(admin: Admin): Promise<Listed> {
  const result = await admin.get('/model/info');
  if (!result.ok) {
    // How it says that there are none.
    if (result.status === 500 && /model list not (loaded|initialized)/i.test(result.text))
      return { ok: true, deployments: [] };
    return { ok: false, problem: result.problem };
  }
  const rows = isRecord(result.value) ? result.value.data : null;
  if (!Array.isArray(rows) || !rows.every(isRecord)) return { ok: false, problem: unreadable };
  const byId = new Map<string, ShownDeployment>();
  for (const row of rows) {
    const shown = readDeployment(row);
    const first = byId.get(shown.id);
    if (first && first.modelName !== shown.modelName) first.isMany = true;
    if (shown.id !== '' && !first) byId.set(shown.id, shown);
  }
  return { ok: true, deployments: [...byId.values()] };
}

/** Parameters that somebody has set, and not figures that LiteLLM has looked up or counts itself. */
export const keptParams = ['custom_llm_provider', 'rpm', 'tpm', 'weight', 'order', 'max_budget', 'budget_duration'];

/** Parameters that decide where the key of a deployment goes, besides those that ours have. */
const routingParams = [
  'base_url',
  'api_version',
  'headers',
  'extra_headers',
  'default_headers',
  'proxy',
  'proxy_url',
  'http_proxy',
  'https_proxy',
  'use_litellm_proxy',
  'litellm_credential_name',
  'configurable_clientside_auth_params',
];

function strayParamsOf(params: RawEntry): string[] {
  const found = routingParams.filter((name) => isSet(params[name]));
  // Here it is the false that opens the way: anybody in between could read the key.
  const { ssl_verify } = params;
  return ssl_verify === false || typeof ssl_verify === 'string' ? [...found, 'ssl_verify'] : found;
}

function readDeployment(row: RawEntry): ShownDeployment {
  const info = isRecord(row.model_info) ? row.model_info : {};
  const params = isRecord(row.litellm_params) ? row.litellm_params : {};
  const id = text(info.id);
  const strayParams = ownerOf(id) ? strayParamsOf(params) : [];
  return {
    id,
    modelName: text(row.model_name),
    model: text(params.model),
    apiBase: text(params.api_base),
    mark: isRecord(info.gatehouse) ? info.gatehouse : {},
    ...(strayParams.length === 0 ? {} : { strayParams }),
    isFixed: info.db_model === false,
    kept: Object.fromEntries(keptParams.flatMap((name) => (name in params ? [[name, params[name]]] : []))),
  };
}

/** What an observed entry was made of: the deployments that belong to it. */
export const deploymentsOf = (entry: ObservedEntry): ShownDeployment[] =>
  Array.isArray(entry.detail) ? (entry.detail as ShownDeployment[]) : [];

const modelsOf = (shown: readonly ShownDeployment[]) =>
  shown.map(({ model, modelName }) => ({ name: model.slice(model.indexOf('/') + 1), alias: modelName }));

/** Ours, by the owner in their ids. Keys are never shown, so the specs go without them. */
export function providerKeyEntries(deployments: readonly ShownDeployment[]): ObservedEntry<'provider-keys'>[] {
  return [...grouped(deployments, 'pk')].map(([naturalKey, shown]) => {
    const spec: ProviderKeySpec = { provider: providerOf(shown), apiKey: '' };
    const baseUrl = shown[0]?.apiBase ?? '';
    return {
      naturalKey,
      spec: baseUrl === '' ? spec : { ...spec, baseUrl },
      isLive: null,
      copies: 1,
      detail: shown,
    };
  });
}

const providerOf = (shown: readonly ShownDeployment[]): Provider =>
  providers.find((provider) => provider === shown[0]?.mark.provider) ?? 'claude';

/** Ours, and every stranger's deployment as an entry of its own. */
export function customProviderEntries(deployments: readonly ShownDeployment[]): ObservedEntry<'custom-providers'>[] {
  const strangers = deployments.filter(({ id }) => !ownerOf(id));
  return [
    ...[...grouped(deployments, 'cp')].map(([naturalKey, shown]) =>
      customEntry(naturalKey, text(shown[0]?.mark.name), shown),
    ),
    ...strangers.map(foreignEntry),
  ];
}

function customEntry(
  naturalKey: string,
  name: string,
  shown: readonly ShownDeployment[],
): ObservedEntry<'custom-providers'> {
  const spec: CustomProviderSpec = { name, baseUrl: shown[0]?.apiBase ?? '', apiKeys: [], models: modelsOf(shown) };
  return { naturalKey, spec, isLive: null, copies: 1, detail: shown };
}

function grouped(deployments: readonly ShownDeployment[], kind: 'pk' | 'cp'): Map<string, ShownDeployment[]> {
  const groups = new Map<string, ShownDeployment[]>();
  for (const shown of deployments) {
    const found = ownerOf(shown.id);
    if (found?.kind !== kind) continue;
    const key = `${kind}-${found.owner}`;
    groups.set(key, [...(groups.get(key) ?? []), shown]);
  }
  return groups;
}
