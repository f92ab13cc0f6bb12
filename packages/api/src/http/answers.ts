import type { ServerResponse } from 'node:http';
import { gatehouseVersion } from '@gatehouse/contracts/version';
import { type Answer, answerTo } from '../trpc/index.ts';

/** Headers of every answer of the API; a route that may be kept by clients says so itself. */
export function setApiHeaders(res: ServerResponse, requestId: string): void {
  for (const [name, value] of apiHeaders) res.setHeader(name, value);
  res.setHeader('cache-control', 'no-store');
  res.setHeader('x-request-id', requestId);
}

const apiHeaders = [
  ['x-gatehouse-version', gatehouseVersion],
  ['x-content-type-options', 'nosniff'],
  ['referrer-policy', 'no-referrer'],
  ['cross-origin-resource-policy', 'same-origin'],
] as const;

/**
 * 304, for an answer of which no header was set yet. Names and values in turn, as `writeHead` takes them fastest. Those
 * that say what a client may do with the content stay as they came with it (RFC 9110, 15.4.5).
 */
export function sendUnchanged(res: ServerResponse, requestId: string, headers: readonly string[]): void {
  res.writeHead(304, ['x-gatehouse-version', gatehouseVersion, 'x-request-id', requestId, ...headers]);
  endTogether(res);
}

export function sendJson(res: ServerResponse, status: number, body: string | Buffer): void {
  res.statusCode = status;
  res.setHeader('content-type', 'application/json; charset=utf-8');
  res.setHeader('content-length', Buffer.byteLength(body));
  endTogether(res, body);
}

let ready: { res: ServerResponse; body: string | Buffer | undefined }[] = [];

/**
 * Ends all answers that are ready in one turn of the event loop at the end of that turn. Each one that is sent wakes who
 * reads it, and waking somebody who sleeps costs more than a small answer; sent together, the first wakes for all.
 */
export function endTogether(res: ServerResponse, body?: string | Buffer): void {
  if (ready.length === 0) setImmediate(endAll);
  ready.push({ res, body });
}

function endAll(): void {
  const answers = ready;
  ready = [];
  for (const { res, body } of answers) if (!res.writableEnded) res.end(body);
}

/** `{ error, requestId }` with the status of its kind: the error shape of every route that is not tRPC. */
export function sendError(res: ServerResponse, requestId: string, error: unknown, httpStatus?: number): Answer {
  const answer = answerTo(error);
  if (answer.payload?.code === 'too_many_requests')
    res.setHeader('retry-after', String(answer.payload.details.retryAfterSeconds));
  sendJson(
    res,
    httpStatus ?? answer.httpStatus,
    JSON.stringify({ error: answer.payload, message: answer.message, requestId }),
  );
  return answer;
}
