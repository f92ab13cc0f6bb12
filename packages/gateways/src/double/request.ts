import type { AuthFiles } from './auth-files.ts';
import type { Logins } from './logins.ts';
import type { Store } from './store.ts';
import { InvalidBody } from './structs.ts';
import type { UsageQueue } from './usage-queue.ts';

/** One management request, below `/v0/management/`. */
export type ManagementRequest = {
  method: string;
  path: string;
  query: URLSearchParams;
  body: string;
  store: Store;
  usage: UsageQueue;
  authFiles: AuthFiles;
  logins: Logins;
  contentType: string;
  latestVersion: string;
};

/** The body as JSON, or `InvalidBody`. */
export function bodyOf(request: ManagementRequest): unknown {
  try {
    return JSON.parse(request.body);
  } catch {
    throw new InvalidBody();
  }
}

export function objectBody(request: ManagementRequest): Record<string, unknown> {
  const value = bodyOf(request);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new InvalidBody();
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key.toLowerCase(), item]));
}

/** A body that is a list, or wraps a non-empty one as `items`; null counts as an empty list. */
export function listBody(request: ManagementRequest): unknown[] {
  const value = bodyOf(request);
  if (value === null) return [];
  if (Array.isArray(value)) return value;
  const { items } = objectBody(request);
  if (!Array.isArray(items) || items.length === 0) throw new InvalidBody();
  return items;
}

/** The leading number of a text, as the gateway scans it: `0abc` is 0. */
export function scannedIndex(value: string | null): number | null {
  const match = /^\s*([+-]?\d+)/.exec(value ?? '');
  return match ? Number(match[1]) : null;
}

export const save = (request: ManagementRequest, change: (mem: Store['mem']) => void): void =>
  request.store.write(request.method, `/v0/management/${request.path}`, change);
