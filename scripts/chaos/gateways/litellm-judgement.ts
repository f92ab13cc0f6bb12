import type { Resource } from '@gatehouse/contracts/gateways';
import type { LitellmDouble, Row } from '@gatehouse/gateways/litellm-double';
import { digestOf, spoiltLimit } from './litellm-hands.ts';
import type { Held } from './port.ts';

type ModelSpec = { name: string; alias: string };
type Spec = {
  key?: string;
  name?: string;
  provider?: string;
  apiKey?: string;
  apiKeys?: string[];
  baseUrl?: string;
  prefix?: string;
  models?: ModelSpec[];
  isKeyless?: boolean;
  isDisabled?: boolean;
  isBlocked?: boolean;
  isHashOnly?: boolean;
  rpmLimit?: number;
  tpmLimit?: number;
  maxBudget?: string;
  expiresAt?: string;
  foreign?: { id: string; upstream: string };
};

/** As the decision about deployments has it: the owner's digest is in every id. */
export function identityOf(resource: Resource, spec: object): string {
  const { key = '', name, provider, apiKey, baseUrl = '', isHashOnly, foreign } = spec as Spec;
  if (resource === 'client-keys') return isHashOnly ? key : digestOf(key);
  if (foreign) return foreign.id;
  if (resource === 'custom-providers') return `cp-${digestOf(name ?? '').slice(0, 32)}`;
  return `pk-${digestOf([provider, apiKey, baseUrl].join('\n')).slice(0, 32)}`;
}

/** Deployments of one owner are one entry; two of them that are the same are two of it. */
export function heldBy(double: LitellmDouble, isForeign: (identity: string, content: string) => boolean): Held[] {
  const keys = double.keys().map((row) => ({
    resource: 'client-keys' as const,
    identity: String(row.token),
    isForeign: isForeign(String(row.token), String(row.key_alias)),
    entry: row,
  }));
  const groups = new Map<string, Row[]>();
  for (const row of double.models()) {
    const id = String((row.model_info as Row).id);
    const owner = /^gh-((pk|cp)-[0-9a-f]{32})-/.exec(id)?.[1] ?? id;
    groups.set(owner, [...(groups.get(owner) ?? []), row]);
  }
  const entries = [...groups].flatMap(([identity, rows]) => {
    const resource = identity.startsWith('pk-') ? ('provider-keys' as const) : ('custom-providers' as const);
    const held = { resource, identity, isForeign: isForeign(identity, JSON.stringify(rows)), entry: { rows } };
    return new Set(rows.map(shapeOf)).size === rows.length ? [held] : [held, held];
  });
  return [...keys, ...entries];
}

/** Whether an entry is what the spec asks for, judged without the driver. */
export function agrees({ resource, entry }: Held, spec: object): boolean {
  const wanted = spec as Spec;
  if (resource === 'client-keys') return isLimitedAs(wanted, entry);
  if (wanted.foreign) return isNamedAs(wanted, entry.rows as Row[]);
  const wantedShapes = resource === 'provider-keys' ? shapesOfKey(wanted) : shapesOfCustom(wanted);
  // Without their keys, deployments of several keys are the same one.
  return (
    JSON.stringify([...new Set(wantedShapes)].sort()) === JSON.stringify((entry.rows as Row[]).map(shapeOf).sort())
  );
}

/**
 * Where the spec does not speak of something, that is others' to decide; but never whether a key of ours is blocked. What
 * only we write must have gone with it.
 */
function isLimitedAs(wanted: Spec, row: Row): boolean {
  const isSame = (value: unknown, found: unknown) =>
    value === undefined ? (found ?? spoiltLimit) === spoiltLimit || wanted.isHashOnly === true : value === found;
  const budget = wanted.maxBudget === undefined ? undefined : Number(wanted.maxBudget);
  const [expiry, found] = [Date.parse(wanted.expiresAt ?? ''), Date.parse(String(row.expires ?? ''))];
  return (
    isSame(wanted.rpmLimit, row.rpm_limit) &&
    isSame(wanted.tpmLimit, row.tpm_limit) &&
    isSame(budget, row.max_budget) &&
    (Number.isNaN(expiry) ? Number.isNaN(found) || wanted.isHashOnly === true : Math.abs(expiry - found) < 121_000) &&
    (wanted.isBlocked === true ? row.blocked === true : row.blocked !== true || wanted.isHashOnly === true)
  );
}

/** Somebody else's model that was adopted: only its name and upstream are ours. */
function isNamedAs({ models = [], foreign }: Spec, rows: readonly Row[]): boolean {
  const [model] = models;
  const params = rows[0]?.litellm_params as Row | undefined;
  return rows[0]?.model_name === model?.alias && params?.model === `${foreign?.upstream}/${model?.name}`;
}

const upstreams: Record<string, string> = { claude: 'anthropic', gemini: 'gemini', codex: 'openai', xai: 'xai' };

function shapesOfKey({ provider = '', apiKey, baseUrl, prefix, models, isDisabled }: Spec): string[] {
  const upstream = upstreams[provider] ?? provider;
  const credential = isDisabled ? disabled : { api_key: apiKey, api_base: baseUrl };
  return (models ?? [{ name: '*', alias: `${upstream}/*` }]).map(({ name, alias }) =>
    shape(prefixed(prefix, alias), `${upstream}/${name}`, credential),
  );
}

function shapesOfCustom({ apiKeys = [], baseUrl, prefix, models = [], isKeyless, isDisabled }: Spec): string[] {
  return (isKeyless ? ['keyless'] : apiKeys).flatMap((apiKey) =>
    models.map(({ name, alias }) => {
      const credential = isDisabled ? disabled : { api_key: apiKey, api_base: baseUrl };
      return shape(prefixed(prefix, alias), `openai/${name}`, credential);
    }),
  );
}

const disabled = { api_key: 'disabled', api_base: 'http://disabled.invalid' };
const prefixed = (prefix: string | undefined, alias: string) => (prefix ? `${prefix}/${alias}` : alias);
const shape = (name: unknown, model: unknown, { api_key, api_base }: Row): string =>
  JSON.stringify([name, model, api_key ?? '', api_base ?? '']);
const shapeOf = (row: Row): string => {
  const params = row.litellm_params as Row;
  return shape(row.model_name, params.model, params);
};
