import { randomBytes } from 'node:crypto';
import type { Reply } from '../double/reply.ts';
import { failure, ok } from './envelopes.ts';
import { generateKey } from './route-keys.ts';
import type { Row, Store } from './store.ts';

export function newUser(store: Store, body: Row): Reply {
  const id = typeof body.user_id === 'string' ? body.user_id : randomBytes(8).toString('hex');
  if (store.users.has(id)) return failure('python', store.profile.addingUserTwice, `User with id ${id} already exists`);
  const { user_alias = null, user_email = null, user_role = null } = body;
  store.users.set(id, { user_id: id, user_alias, user_email, user_role, spend: 0 });
  if (body.auto_create_key !== false) return generateKey(store, { user_id: id });
  return ok({ ...store.users.get(id), key: '' });
}

export function updateUser(store: Store, body: Row): Reply {
  const user = store.users.get(String(body.user_id));
  if (!user) return failure('python', 404, `User ${body.user_id} not found`);
  const sent = Object.entries(body).filter(([, value]) => value !== null);
  Object.assign(user, Object.fromEntries(sent));
  return ok({ user_id: user.user_id, data: user });
}

/** A single id is a part of one, several are whole ones. */
export function listUsers(store: Store, query: URLSearchParams): Reply {
  const [page, size] = [Number(query.get('page') ?? 1), Number(query.get('page_size') ?? 25)];
  if (!(size >= 1 && size <= 100)) return failure('validation', 422, 'Input should be less than or equal to 100');
  const asked = (query.get('user_ids') ?? '').split(',').filter((id) => id !== '');
  const [only] = asked;
  const isAsked = (id: string) => {
    if (only === undefined) return true;
    return asked.length === 1 ? id.toLowerCase().includes(only.toLowerCase()) : asked.includes(id);
  };
  const found = [...store.users.values()].filter((user) => isAsked(String(user.user_id)));
  const keyCount = (id: unknown) => [...store.keys.values()].filter((row) => row.user_id === id).length;
  const users = found.slice((page - 1) * size, page * size);
  return ok({
    users: users.map((user) => ({ ...user, key_count: keyCount(user.user_id) })),
    total: found.length,
    page,
    page_size: size,
    total_pages: Math.ceil(found.length / size),
  });
}

/** With their keys. */
export function deleteUsers(store: Store, body: Row): Reply {
  const ids = Array.isArray(body.user_ids) ? body.user_ids.map(String) : [];
  const missing = ids.find((id) => !store.users.has(id));
  if (missing !== undefined) return failure('python', 404, `User not found, passed user_id=${missing}`);
  for (const [token, row] of store.keys) if (ids.includes(String(row.user_id))) store.deleteKey(token);
  for (const id of ids) store.users.delete(id);
  return ok(ids.length);
}
