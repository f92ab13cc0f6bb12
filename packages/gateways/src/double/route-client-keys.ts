import { done, invalid, json, type Reply } from './reply.ts';
import { bodyOf, listBody, type ManagementRequest, objectBody, save, scannedIndex } from './request.ts';
import { InvalidBody } from './structs.ts';

/** `/api-keys`: plain strings, stored as they come; only the data plane trims and ignores empty ones. */
export function clientKeys(request: ManagementRequest): Reply | null {
  switch (request.method) {
    case 'GET':
      return json(200, { 'api-keys': request.store.mem.apiKeys });
    case 'PUT':
      return put(request);
    case 'PATCH':
      return patch(request);
    case 'DELETE':
      return remove(request);
  }
  return null;
}

function put(request: ManagementRequest): Reply {
  const keys = listBody(request).map((item) => {
    if (item === null) return '';
    if (typeof item !== 'string') throw new InvalidBody();
    return item;
  });
  save(request, (mem) => {
    mem.apiKeys = keys.length === 0 ? null : keys;
  });
  return done();
}

function patch(request: ManagementRequest): Reply {
  bodyOf(request);
  const { old, new: next, index, value } = objectBody(request);
  const keys = request.store.mem.apiKeys ?? [];
  if (typeof index === 'number' && typeof value === 'string' && index >= 0 && index < keys.length)
    return replace(request, index, value);
  if (typeof old !== 'string' || typeof next !== 'string') return invalid('missing fields');
  const found = keys.indexOf(old);
  return replace(request, found === -1 ? keys.length : found, next);
}

function replace(request: ManagementRequest, index: number, value: string): Reply {
  save(request, (mem) => {
    const keys = [...(mem.apiKeys ?? [])];
    keys[index] = value;
    mem.apiKeys = keys;
  });
  return done();
}

function remove(request: ManagementRequest): Reply {
  const index = scannedIndex(request.query.get('index'));
  const keys = request.store.mem.apiKeys ?? [];
  const isIndex = index !== null && index >= 0 && index < keys.length;
  const value = (request.query.get('value') ?? '').trim();
  if (!isIndex && value === '') return invalid('missing index or value');
  save(request, (mem) => {
    mem.apiKeys = (mem.apiKeys ?? []).filter((key, at) => (isIndex ? at !== index : key.trim() !== value));
  });
  return done();
}
