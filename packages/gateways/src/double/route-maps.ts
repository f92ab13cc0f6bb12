import { type MapName, mapNames } from './config.ts';
import { aliasRule, errorRules } from './entry-structs.ts';
import { entriesOf, normaliseExclusions, str } from './normalise.ts';
import { done, invalid, json, type Reply } from './reply.ts';
import { bodyOf, type ManagementRequest, objectBody, save } from './request.ts';
import { decode, type Entry, encode, InvalidBody } from './structs.ts';

type Clean = (values: unknown) => unknown[];

const aliases: Clean = (values) => {
  const seen = new Set<string>();
  return listOf(values)
    .map((item) => decode(aliasRule, item))
    .map((item): Entry => ({ ...item, name: str(item.name).trim(), alias: str(item.alias).trim() }))
    .filter(({ name, alias }) => {
      const key = str(alias).toLowerCase();
      if (name === '' || alias === '' || str(name).toLowerCase() === key || seen.has(key)) return false;
      seen.add(key);
      return true;
    })
    .map((item) => encode(aliasRule, item));
};

const rules: Clean = (values) =>
  listOf(values)
    .map((item) => decode(errorRules, item))
    .filter(
      (item) =>
        Number(item.status ?? 0) > 0 &&
        str(item.action).trim() !== '' &&
        entriesOf(item.match).length + entriesOf(item['match-regexr']).length > 0,
    )
    .map((item) => encode(errorRules, { ...item, action: str(item.action).trim().toLowerCase() }));

const kinds: Record<MapName, { field: string; clean: Clean; key: string }> = {
  'oauth-excluded-models': {
    field: 'models',
    clean: (values) => normaliseExclusions(listOf(values)) ?? [],
    key: 'provider',
  },
  'oauth-model-alias': { field: 'aliases', clean: aliases, key: 'channel' },
  'oauth-request-scoped-errors': { field: 'rules', clean: rules, key: 'channel' },
};

function listOf(value: unknown): unknown[] {
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value)) throw new InvalidBody();
  return value;
}

/** Settings of OAuth accounts by channel; null for a path that is none of them. */
export function oauthMaps(request: ManagementRequest): Reply | null {
  const name = mapNames.find((item) => item === request.path);
  if (!name) return null;
  const { field, clean, key } = kinds[name];
  if (request.method === 'GET') return json(200, { [name]: request.store.mem.maps[name] });
  if (request.method === 'PUT') return putMap(request, name, clean);
  if (request.method === 'PATCH') {
    const body = objectBody(request);
    const channel = str(body.channel ?? body.provider)
      .trim()
      .toLowerCase();
    if (channel === '') return invalid(`invalid ${key}`);
    return setChannel(request, name, channel, clean(body[field]));
  }
  if (request.method !== 'DELETE') return null;
  const channel = (request.query.get('channel') ?? request.query.get('provider') ?? '').trim().toLowerCase();
  return channel === '' ? invalid(`missing ${key}`) : setChannel(request, name, channel, []);
}

function putMap(request: ManagementRequest, name: MapName, clean: Clean): Reply {
  const body = bodyOf(request) === null ? {} : objectBody(request);
  const source = body.items && !Array.isArray(body.items) ? (body.items as Entry) : body;
  const cleaned = Object.entries(source)
    .map(([channel, values]) => [channel.trim().toLowerCase(), clean(values)] as const)
    .filter(([channel, values]) => channel !== '' && values.length > 0);
  save(request, (mem) => {
    mem.maps[name] = cleaned.length === 0 ? null : Object.fromEntries(cleaned);
  });
  return done();
}

function setChannel(request: ManagementRequest, name: MapName, channel: string, values: unknown[]): Reply {
  const current = request.store.mem.maps[name] ?? {};
  if (values.length === 0 && !(channel in current)) return json(404, { error: `${kinds[name].key} not found` });
  save(request, (mem) => {
    const { [channel]: _, ...rest } = mem.maps[name] ?? {};
    const next = values.length === 0 ? rest : { ...rest, [channel]: values };
    mem.maps[name] = Object.keys(next).length === 0 ? null : next;
  });
  return done();
}
