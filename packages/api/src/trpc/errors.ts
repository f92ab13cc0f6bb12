import { type ErrorKind, type ErrorPayload, kindOf } from '@gatehouse/contracts/errors';
import { fail, isDomainError, isOutage } from '@gatehouse/core/errors';
import type { TRPCError, TRPCProcedureType } from '@trpc/server';
import { z } from 'zod';

type TrpcCode = TRPCError['code'];

/** The one mapping of error kinds onto tRPC codes and HTTP statuses. */
export const transportOf = {
  invalid: { code: 'BAD_REQUEST', httpStatus: 400 },
  unauthenticated: { code: 'UNAUTHORIZED', httpStatus: 401 },
  forbidden: { code: 'FORBIDDEN', httpStatus: 403 },
  'not-found': { code: 'NOT_FOUND', httpStatus: 404 },
  conflict: { code: 'CONFLICT', httpStatus: 409 },
  limit: { code: 'UNPROCESSABLE_CONTENT', httpStatus: 422 },
  precondition: { code: 'PRECONDITION_FAILED', httpStatus: 412 },
  'too-many-requests': { code: 'TOO_MANY_REQUESTS', httpStatus: 429 },
  unavailable: { code: 'SERVICE_UNAVAILABLE', httpStatus: 503 },
  internal: { code: 'INTERNAL_SERVER_ERROR', httpStatus: 500 },
} as const satisfies Record<ErrorKind, { code: TrpcCode; httpStatus: number }>;

export const internalMessage = 'Internal error';

/** What is answered for an error: `payload` null means that it was not foreseen and is nobody's business but the log's. */
export type Answer = { payload: ErrorPayload | null; message: string; code: TrpcCode; httpStatus: number };

/** For anything that was thrown. */
export function answerTo(error: unknown): Answer {
  if (isDomainError(error)) return answerWith(error.payload);
  return { payload: null, message: internalMessage, ...transportOf.internal };
}

const answerWith = (payload: ErrorPayload): Answer => ({
  payload,
  message: payload.message,
  ...transportOf[kindOf(payload.code)],
});

/** For what tRPC hands to its formatter: our error wrapped by it, an input that did not fit, or one of its own. */
export function answerToTrpcError(error: TRPCError, type: TRPCProcedureType | 'unknown'): Answer {
  if (error.code === 'INTERNAL_SERVER_ERROR' || isDomainError(error.cause))
    return answerTo(type === 'query' ? asOutage(error.cause) : error.cause);
  if (error.code === 'BAD_REQUEST' && error.cause instanceof z.ZodError) return answerWith(invalidInput(error.cause));
  const own = refusals[error.code];
  if (!own) return answerTo(null);
  return { ...answerWith(own.payload), code: error.code, httpStatus: own.httpStatus };
}

/**
 * For what only reads, or has not begun to write: then a database that is away means “nothing was done, ask again”.
 * A change that was interrupted by it must not say so: nobody knows whether it was committed.
 */
export const asOutage = (error: unknown): unknown =>
  isOutage(error)
    ? fail(
        'service_unavailable',
        'The database does not answer at the moment. Try again shortly.',
        {},
        { cause: error },
      )
    : error;

/** Whether it is worth a line in the log: what was refused on purpose is not. */
export const isUnexpected = (error: unknown): boolean => !isDomainError(error);

export function invalidInput(error: z.ZodError): ErrorPayload<'invalid_input'> {
  const fields: Record<string, string[]> = {};
  const form: string[] = [];
  for (const issue of error.issues) {
    const field = issue.path.join('.');
    if (field === '') form.push(issue.message);
    else fields[field] = [...(fields[field] ?? []), issue.message];
  }
  const message = [...form, ...Object.values(fields).flat()][0] ?? 'The input is not valid.';
  return { code: 'invalid_input', message, details: { fields, form } };
}

export const refusedInput = (message: string): ErrorPayload<'invalid_input'> => ({
  code: 'invalid_input',
  message,
  details: { fields: {}, form: [message] },
});

/** What tRPC refuses by itself before a procedure runs. */
const refusals: Partial<Record<TrpcCode, { payload: ErrorPayload; httpStatus: number }>> = {
  BAD_REQUEST: { payload: refusedInput('The request is not well formed.'), httpStatus: 400 },
  PARSE_ERROR: { payload: refusedInput('The request is not valid JSON.'), httpStatus: 400 },
  METHOD_NOT_SUPPORTED: {
    payload: refusedInput('This procedure is called with another method: GET to read, POST to change.'),
    httpStatus: 405,
  },
  UNSUPPORTED_MEDIA_TYPE: { payload: refusedInput('Send the input as application/json.'), httpStatus: 415 },
  PAYLOAD_TOO_LARGE: { payload: refusedInput('A request may hold at most 1 MiB.'), httpStatus: 413 },
  NOT_FOUND: {
    payload: { code: 'not_found', message: 'There is no such procedure.', details: { resource: 'procedure' } },
    httpStatus: 404,
  },
};
