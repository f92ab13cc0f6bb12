import type { ErrorPayload } from '@gatehouse/contracts/errors';
import { toApiError } from '../api/errors.ts';
import { errorMessages } from './en.ts';

export type Explanation = { text: string; requestId: string | null; payload: ErrorPayload | null };

/** Any failed call as a sentence. The request id is worth showing only where the sentence cannot say what to do. */
export function explain(error: unknown): Explanation {
  const { payload, kind, requestId } = toApiError(error);
  if (payload) return { text: sentence(payload), requestId: null, payload };
  if (kind === 'unavailable') {
    return { text: 'Gatehouse does not answer. Check your connection and try again.', requestId: null, payload: null };
  }
  return { text: 'Something went wrong on the server. Its log tells why.', requestId, payload: null };
}

export function sentence(payload: ErrorPayload): string {
  const message: unknown = errorMessages[payload.code];
  return typeof message === 'function' ? message(payload.details) : String(message);
}
