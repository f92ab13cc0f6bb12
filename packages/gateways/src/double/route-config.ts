import { loadConfig, mapNames, scalarSpecs } from './config.ts';
import { json, type Reply } from './reply.ts';
import type { ManagementRequest } from './request.ts';
import { sections } from './sections.ts';
import { encode } from './structs.ts';

/** `/config` (what is in memory) and `/config.yaml` (what is in the file); both hold every secret in clear. */
export function configDocuments(request: ManagementRequest): Reply | null {
  if (request.path === 'config' && request.method === 'GET') return json(200, asJson(request));
  if (request.path !== 'config.yaml') return null;
  if (request.method === 'GET')
    return {
      status: 200,
      headers: {
        'content-type': 'application/yaml; charset=utf-8',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      },
      body: request.store.file,
    };
  return request.method === 'PUT' ? put(request) : null;
}

function put({ store, body }: ManagementRequest): Reply {
  try {
    // An empty document is accepted, and empties the memory; the file watcher ignores it.
    const config = loadConfig(body.trim() === '' ? '{}' : body);
    store.replaceFile(body, 'PUT', '/v0/management/config.yaml');
    store.mem = config;
    return json(200, { ok: true, changed: ['config'] });
  } catch {
    return json(400, { error: 'invalid_yaml', message: 'the configuration cannot be parsed' });
  }
}

function asJson({ store }: ManagementRequest): Record<string, unknown> {
  const config: Record<string, unknown> = { 'api-keys': store.mem.apiKeys };
  for (const [name, section] of sections) {
    const entries = store.mem.lists[section.name].map((entry) => encode(section.struct, entry));
    config[name] = entries.length === 0 ? null : entries;
  }
  for (const name of mapNames) if (store.mem.maps[name]) config[name] = store.mem.maps[name];
  for (const { path, yaml } of scalarSpecs) {
    const [first = '', second] = yaml;
    const value = store.mem.scalars[path];
    config[first] = second ? { ...(config[first] as object | undefined), [second]: value } : value;
  }
  return config;
}
