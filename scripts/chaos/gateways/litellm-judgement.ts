import { createHash } from 'node:crypto';
import type { Resource } from '@gatehouse/contracts/gateways';
import type { LitellmDouble, Row } from '@gatehouse/gateways/litellm-double';
import type { Held } from './port.ts';

export const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

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
};

/** As the decision about deployments has it: the owner's digest is in every id. */
export function identityOf(resource: Resource, spec: object): string {
  const { key, name, provider, apiKey, baseUrl = '' } = spec as Spec;
  if (resource === 'client-keys') return digestOf(key ?? '');
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
  // Where the spec does not speak of blocking, that is others' to decide.
  if (resource === 'client-keys') return wanted.isBlocked !== true || entry.blocked === true;
  const wantedShapes = resource === 'provider-keys' ? shapesOfKey(wanted) : shapesOfCustom(wanted);
  // Without their keys, deployments of several keys are the same one.
  return (
    JSON.stringify([...new Set(wantedShapes)].sort()) === JSON.stringify((entry.rows as Row[]).map(shapeOf).sort())
  );
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
