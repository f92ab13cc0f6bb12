import { buildAuths } from './auths.ts';
import { empty, invalid, json, type Reply } from './reply.ts';
import type { ManagementRequest } from './request.ts';
import { authFileModels, authFileRoutes } from './route-auth-files.ts';
import { clientKeys } from './route-client-keys.ts';
import { configDocuments } from './route-config.ts';
import { providerList } from './route-lists.ts';
import { oauthMaps } from './route-maps.ts';
import { oauthRoutes } from './route-oauth.ts';
import { scalars } from './route-scalars.ts';
import { sections } from './sections.ts';
import { SaveFailed } from './store.ts';
import { InvalidBody } from './structs.ts';

/** Answers an authenticated management request; an unknown path is an empty 404. */
export function manage(request: ManagementRequest): Reply {
  try {
    return route(request) ?? empty(404);
  } catch (error) {
    if (error instanceof InvalidBody) return invalid();
    if (error instanceof SaveFailed) return json(500, { error: `failed to save config: ${error.message}` });
    throw error;
  }
}

function route(request: ManagementRequest): Reply | null {
  if (request.path === 'api-keys') return clientKeys(request);
  const section = sections.get(request.path);
  if (section) return providerList(request, section);
  return (
    scalars(request) ??
    oauthMaps(request) ??
    authFileRoutes(request) ??
    oauthRoutes(request) ??
    configDocuments(request) ??
    readOnly(request)
  );
}

function readOnly(request: ManagementRequest): Reply | null {
  if (request.method !== 'GET') return null;
  switch (request.path) {
    case 'auth-files/models':
      return authFileModels(request) ?? authModels(request);
    case 'latest-version':
      return json(200, { 'latest-version': request.latestVersion });
    case 'usage-queue':
      return usageQueue(request);
    case 'api-key-usage':
      return json(200, keyUsage(request));
    case 'logs':
      return invalid('logging to file disabled');
    case 'request-error-logs':
      return json(200, { files: [] });
  }
  return null;
}

/** All credentials in use that have a key, whether or not they were ever asked for anything. */
function keyUsage({ store }: ManagementRequest): Record<string, Record<string, unknown>> {
  const usage: Record<string, Record<string, unknown>> = {};
  for (const { group, baseUrl, source, counters } of store.live.auths) {
    if (source === '') continue;
    const list = usage[group] ?? {};
    usage[group] = list;
    list[`${baseUrl}|${source}`] = { ...counters, recent_requests: [] };
  }
  return usage;
}

function authModels({ query, store }: ManagementRequest): Reply {
  const name = query.get('name');
  if (!name) return invalid('name is required');
  const auth = buildAuths(store.mem).find(({ id }) => id === name && store.live.auths.some((live) => live.id === id));
  const models = (auth?.models ?? []).map(({ id, name: title, ownedBy }) => ({
    id,
    display_name: title,
    owned_by: ownedBy,
  }));
  return json(200, { models });
}

function usageQueue({ query, usage }: ManagementRequest): Reply {
  const text = (query.get('count') ?? '').trim();
  const count = text === '' ? 1 : Number(text);
  if (!/^[+]?\d*$/.test(text) || count <= 0) return json(400, { error: 'count must be a positive integer' });
  // Records are joined as texts: what was queued is served byte for byte.
  return { ...json(200, null), body: `[${usage.pop(count).join(',')}]` };
}
