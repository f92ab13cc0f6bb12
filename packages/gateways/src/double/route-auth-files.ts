import { done, invalid, json, type Reply } from './reply.ts';
import { bodyOf, type ManagementRequest, objectBody } from './request.ts';

type Upload = { name: string; text: string };

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Everything below `auth-files`; null for other paths. */
export function authFileRoutes(request: ManagementRequest): Reply | null {
  switch (`${request.method} ${request.path}`) {
    case 'GET auth-files':
      return json(200, { files: listed(request) });
    case 'POST auth-files':
      return upload(request);
    case 'DELETE auth-files':
      return remove(request);
    case 'GET auth-files/download':
      return download(request);
    case 'PATCH auth-files/status':
      return setStatus(request);
    case 'PATCH auth-files/fields':
      return setFields(request);
  }
  return null;
}

function listed({ authFiles, query }: ManagementRequest): unknown[] {
  const [name, index] = [query.get('name'), query.get('auth_index')];
  return authFiles
    .names()
    .map((each) => authFiles.shown(each))
    .filter((file) => (!name || file?.name === name) && (!index || file?.auth_index === index));
}

function nameProblem(name: string): Reply | null {
  if (name === '' || /[/\\]/.test(name)) return invalid('invalid name');
  return name.endsWith('.json') ? null : invalid('name must end with .json');
}

/** Writes what it is given over what is there: nothing in this route asks whether the name is free. */
function upload(request: ManagementRequest): Reply {
  const boundary = /boundary="?([^";]+)"?/.exec(request.contentType)?.[1];
  if (boundary === undefined) {
    const name = request.query.get('name') ?? '';
    return nameProblem(name) ?? store(request, { name, text: request.body }) ?? done();
  }
  const uploads = parts(request.body, boundary);
  if (uploads.length === 0) return invalid('no files uploaded');
  const results = uploads.map((each) => ({
    name: each.name,
    reply: each.name.endsWith('.json') ? store(request, each) : invalid('file must be .json'),
  }));
  const [only] = results;
  if (results.length === 1 && only) return only.reply ?? done();
  const failed = results.filter(({ reply }) => reply !== null);
  const files = results.filter(({ reply }) => reply === null).map(({ name }) => name);
  if (failed.length === 0) return json(200, { status: 'ok', uploaded: files.length, files });
  return json(207, {
    status: 'partial',
    uploaded: files.length,
    files,
    failed: failed.map(({ name, reply }) => ({ name, error: JSON.parse(reply?.body ?? '{}').error })),
  });
}

function store({ authFiles }: ManagementRequest, { name, text }: Upload): Reply | null {
  try {
    const content: unknown = JSON.parse(text);
    if (!isRecord(content)) throw new Error('not an object');
    authFiles.write(name, content);
    return null;
  } catch {
    return json(500, { error: 'invalid auth file: invalid character looking for beginning of value' });
  }
}

function parts(body: string, boundary: string): Upload[] {
  return body.split(`--${boundary}`).flatMap((part) => {
    const head = part.indexOf('\r\n\r\n');
    const name = /filename="([^"]*)"/.exec(part.slice(0, Math.max(head, 0)))?.[1];
    return head < 0 || name === undefined ? [] : [{ name, text: part.slice(head + 4).replace(/\r\n$/, '') }];
  });
}

function download({ authFiles, query }: ManagementRequest): Reply {
  const name = query.get('name') ?? '';
  const content = authFiles.content(name);
  return nameProblem(name) ?? (content ? json(200, content) : json(404, { error: 'file not found' }));
}

function namesToRemove(request: ManagementRequest): string[] {
  const { query, authFiles, body } = request;
  if (['true', '1', '*'].includes(query.get('all') ?? '')) return authFiles.names();
  const named = query.getAll('name');
  if (named.length > 0 || body === '') return named;
  const value = bodyOf(request);
  if (Array.isArray(value)) return value.map(String);
  if (!isRecord(value)) return [];
  return Array.isArray(value.names) ? value.names.map(String) : [String(value.name ?? '')];
}

function remove(request: ManagementRequest): Reply {
  const names = namesToRemove(request);
  const [only] = names;
  if (only === undefined) return invalid('invalid name');
  if (names.length === 1)
    return nameProblem(only) ?? (request.authFiles.remove(only) ? done() : json(404, { error: 'auth file not found' }));
  const failed = names.filter((name) => !request.authFiles.remove(name));
  const status = failed.length === 0 ? 200 : 207;
  return json(status, {
    status: status === 200 ? 'ok' : 'partial',
    deleted: names.length - failed.length,
    failed: failed.map((name) => ({ name, error: 'auth file not found' })),
  });
}

function setStatus(request: ManagementRequest): Reply {
  const { name, disabled } = objectBody(request);
  const content = request.authFiles.content(String(name ?? ''));
  if (typeof disabled !== 'boolean') return invalid('disabled is required');
  if (!content) return json(404, { error: 'auth file not found' });
  request.authFiles.write(String(name), { ...content, disabled });
  return json(200, { status: 'ok', disabled });
}

function setFields(request: ManagementRequest): Reply {
  const { name, ...fields } = objectBody(request);
  const content = request.authFiles.content(String(name ?? ''));
  if (Object.keys(fields).length === 0) return invalid('no fields to update');
  if (!content) return json(404, { error: 'auth file not found' });
  const headers = isRecord(fields.headers) ? { headers: mergedHeaders(content.headers, fields.headers) } : {};
  request.authFiles.write(String(name), { ...content, ...fields, ...headers });
  return done();
}

/** One that is empty goes; those that are not named stay. */
const mergedHeaders = (current: unknown, given: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries({ ...(isRecord(current) ? current : {}), ...given }).filter(([, value]) => value !== ''),
  );

/** Models of one credential file; null if there is no such file. */
export function authFileModels({ authFiles, query }: ManagementRequest): Reply | null {
  const shown = authFiles.shown(query.get('name') ?? '');
  return shown ? json(200, { models: [] }) : null;
}
