import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { anonymous } from '@gatehouse/core/actor';
import { opencodeDiscovery, remoteOpencode, remoteRegistry } from '@gatehouse/core/bundles';
import type { Context } from '@gatehouse/core/context';
import { DomainError } from '@gatehouse/core/errors';
import { refusedInput } from '../trpc/index.ts';
import { sendError, sendJson } from './answers.ts';
import type { ApiOptions, Exchange } from './options.ts';

export const wellKnownPath = '/.well-known/opencode';

/** By path; each is given the client key that the request carries. */
const answers: Record<string, (ctx: Context, clientKey: string | null) => Promise<string>> = {
  [wellKnownPath]: async ({ publicUrl }) => JSON.stringify(opencodeDiscovery(publicUrl)),
  '/api/v1/remote/opencode.json': remoteOpencode,
  '/api/v1/remote/registry/api.json': async (ctx, clientKey) => JSON.stringify(await remoteRegistry(ctx, clientKey)),
};

export const isRemotePath = (path: string): boolean => Object.hasOwn(answers, path);

/**
 * `GET` of a coding agent that fetches its configuration at every start, with the person's client key as its bearer.
 * What it may not have is empty and not an error, as an error would keep it from starting. 304 for an equal `ETag`.
 */
export async function handleRemote(options: ApiOptions, { req, res, requestId, path }: Exchange): Promise<void> {
  if (req.method !== 'GET' && req.method !== 'HEAD') {
    res.setHeader('allow', 'GET, HEAD');
    sendError(res, requestId, new DomainError(refusedInput('A configuration can only be read.')), 405);
    return;
  }
  const clientAddress = options.clientAddress(req);
  const ctx: Context = { ...options.services, actor: anonymous, requestId, clientAddress };
  const body = (await answers[path]?.(ctx, bearerOf(req))) ?? '{}';
  const etag = `"${createHash('sha256').update(body).digest('base64url')}"`;
  res.setHeader('etag', etag);
  res.setHeader('cache-control', 'private, no-cache');
  res.setHeader('vary', 'authorization');
  if (req.headers['if-none-match'] === etag) {
    res.statusCode = 304;
    res.end();
  } else sendJson(res, 200, body);
}

const bearerOf = ({ headers }: IncomingMessage): string | null =>
  /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1] ?? null;
