import { type ApiError, isApiError } from '@gatehouse/client/client';
import type { ErrorCode } from '@gatehouse/contracts/errors';

/**
 * What a caller knows about a call. `refused` and `not-sent`: it certainly did nothing. `unknown`: the answer was lost, and
 * it may have been done.
 */
export type Outcome<T> =
  | { is: 'acknowledged'; value: T }
  | { is: 'refused'; code: ErrorCode }
  | { is: 'not-sent' }
  | { is: 'unknown' };

export async function outcomeOf<T>(call: Promise<T>): Promise<Outcome<T>> {
  try {
    return { is: 'acknowledged', value: await call };
  } catch (error) {
    if (!isApiError(error)) throw error;
    if (isNotSent(error)) return { is: 'not-sent' };
    return error.payload ? { is: 'refused', code: error.payload.code } : { is: 'unknown' };
  }
}

/** Nobody listened, or a server answered that it is still starting or has not begun. */
function isNotSent(error: ApiError): boolean {
  if (error.status === 503) return true;
  for (let at: unknown = error; at instanceof Error; at = at.cause)
    if ('code' in at && at.code === 'ECONNREFUSED') return true;
  return false;
}
