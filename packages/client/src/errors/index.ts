import { type ErrorKind, type ErrorPayload, isErrorCode, kindOf } from '@gatehouse/contracts/errors';
import { TRPCClientError } from '@trpc/client';

/** The only error that the client throws: an answered error, or why there was no answer. */
export class ApiError extends Error {
  /** Null where Gatehouse did not say: an internal error, or no answer at all. */
  readonly payload: ErrorPayload | null;
  readonly kind: ErrorKind;
  /** By which the server's log knows the request. */
  readonly requestId: string | null;
  /** HTTP status; null if nothing was answered. */
  readonly status: number | null;

  constructor(
    message: string,
    facts: { payload: ErrorPayload | null; kind: ErrorKind; requestId: string | null; status: number | null },
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'ApiError';
    this.payload = facts.payload;
    this.kind = facts.kind;
    this.requestId = facts.requestId;
    this.status = facts.status;
  }
}

export const isApiError = (error: unknown): error is ApiError => error instanceof ApiError;

/** For what a tRPC call threw. */
export function fromTrpcError(error: unknown, baseUrl: string): ApiError {
  if (error instanceof ApiError) return error;
  if (!(error instanceof TRPCClientError)) return noAnswer(error, baseUrl);
  if (error.cause instanceof ApiError) return error.cause;
  const response = (error.meta as { response?: Response } | undefined)?.response;
  const data = error.data as { error?: unknown; requestId?: unknown; httpStatus?: unknown } | null | undefined;
  if (!data) return response ? strangeAnswer(response, baseUrl, error) : noAnswer(error.cause ?? error, baseUrl);
  return answered(data, {
    status: typeof data.httpStatus === 'number' ? data.httpStatus : null,
    requestIdHeader: response?.headers?.get('x-request-id') ?? null,
    cause: error,
  });
}

/** For a plain HTTP route that answered with an error status. */
export async function fromResponse(response: Response, baseUrl: string): Promise<ApiError> {
  const body = (await response.json().catch(() => null)) as { error?: unknown; requestId?: unknown } | null;
  if (body === null || typeof body !== 'object' || !('error' in body)) return strangeAnswer(response, baseUrl);
  return answered(body, { status: response.status, requestIdHeader: response.headers.get('x-request-id') });
}

/** For a procedure that was asked without tRPC's client. */
export async function fromTrpcResponse(response: Response, baseUrl: string): Promise<ApiError> {
  const body = (await response.json().catch(() => null)) as { error?: { json?: { data?: unknown } } } | null;
  const data = body?.error?.json?.data;
  if (typeof data !== 'object' || data === null) return strangeAnswer(response, baseUrl);
  return answered(data, { status: response.status, requestIdHeader: response.headers.get('x-request-id') });
}

/** For a request that got no answer. */
export function noAnswer(cause: unknown, baseUrl: string): ApiError {
  const message = `Gatehouse at ${baseUrl} cannot be reached: ${reasonOf(cause)}. Check the address and your connection.`;
  return new ApiError(message, { payload: null, kind: 'unavailable', requestId: null, status: null }, { cause });
}

type Answered = { error?: unknown; requestId?: unknown };

function answered(
  body: Answered,
  meta: { status: number | null; requestIdHeader: string | null; cause?: unknown },
): ApiError {
  const requestId = typeof body.requestId === 'string' ? body.requestId : meta.requestIdHeader;
  const payload = isPayload(body.error) ? body.error : null;
  const message = payload?.message ?? `Gatehouse failed to answer this. Its log tells why, under request ${requestId}.`;
  const kind = payload ? kindOf(payload.code) : 'internal';
  return new ApiError(message, { payload, kind, requestId, status: meta.status }, { cause: meta.cause });
}

const isPayload = (value: unknown): value is ErrorPayload =>
  typeof value === 'object' && value !== null && 'code' in value && isErrorCode(value.code);

/** For an answer that Gatehouse cannot have given; from a proxy before it, if that says so. */
export function strangeAnswer(response: Response, baseUrl: string, cause?: unknown): ApiError {
  const message = [502, 503, 504].includes(response.status)
    ? `Gatehouse at ${baseUrl} does not answer: what is before it says HTTP ${response.status}. Try again in a moment.`
    : `What answers at ${baseUrl} (HTTP ${response.status}) is not Gatehouse. Check the address.`;
  const facts = { payload: null, requestId: response.headers?.get('x-request-id') ?? null, status: response.status };
  return new ApiError(message, { ...facts, kind: 'unavailable' }, { cause });
}

const reasons: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name could not be looked up',
  ETIMEDOUT: 'it did not answer in time',
  UND_ERR_CONNECT_TIMEOUT: 'it did not answer in time',
  UND_ERR_HEADERS_TIMEOUT: 'it did not answer in time',
  ECONNRESET: 'the connection was closed',
  UND_ERR_SOCKET: 'the connection was closed',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak https',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is self-signed',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate cannot be verified',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
};

/** The error that a fetch rejects with says little itself; its causes carry the code. */
function reasonOf(error: unknown): string {
  for (let at = error; typeof at === 'object' && at !== null; at = (at as { cause?: unknown }).cause) {
    if ('name' in at && at.name === 'AbortError') return 'the request was stopped';
    if ('code' in at && typeof at.code === 'string' && reasons[at.code]) return reasons[at.code] as string;
  }
  return 'there was no answer';
}
