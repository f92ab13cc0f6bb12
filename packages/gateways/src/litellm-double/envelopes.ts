import type { Envelope } from '../double/faults.ts';
import type { Reply } from '../double/reply.ts';

export const ok = (value: unknown): Reply => reply(200, value);

const reply = (status: number, value: unknown): Reply => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});

const types: Record<number, string> = { 400: 'bad_request_error', 401: 'auth_error', 404: 'not_found_error' };

/** An error in one of the five forms in which clients of LiteLLM meet errors. */
export function failure(envelope: Envelope, status: number, message: string): Reply {
  switch (envelope) {
    case 'proxy':
      return reply(status, proxyError(status, message));
    case 'python':
      return reply(status, proxyError(status, `{'error': '${message}'}`));
    case 'framework':
      return reply(status, { detail: { error: message } });
    case 'validation':
      return reply(status, { detail: [{ type: 'missing', loc: ['body', 'key'], msg: message, input: {} }] });
    case 'text':
      return { status, headers: { 'content-type': 'text/html' }, body: `<html><body>${message}</body></html>` };
  }
}

const proxyError = (status: number, message: string) => ({
  error: { message, type: types[status] ?? 'internal_server_error', param: 'None', code: String(status) },
});
