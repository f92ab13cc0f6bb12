import { type ErrorCode, type ErrorDetails, type ErrorPayload, errorCatalogue } from '@gatehouse/contracts/errors';

/** Whether the database is away; for the layer above, which knows none. */
export { isOutage } from '@gatehouse/db/errors';

const brand = Symbol.for('gatehouse.domain-error');

/** The only error that core throws on purpose. Anything else that is thrown is a bug. */
export class DomainError extends Error {
  readonly payload: ErrorPayload;
  readonly [brand] = true;

  constructor(payload: ErrorPayload, options?: ErrorOptions) {
    super(payload.message, options);
    this.name = 'DomainError';
    this.payload = payload;
  }
}

/** By brand, not by class: two copies of this module in one process still know each other's errors. */
export const isDomainError = (error: unknown): error is DomainError =>
  typeof error === 'object' && error !== null && brand in error;

/** `throw fail('not_found', 'This gateway does not exist any more.', { resource: 'gateway' })` */
export function fail<C extends ErrorCode>(
  code: C,
  message: string,
  details: ErrorDetails<C>,
  options?: ErrorOptions,
): DomainError {
  errorCatalogue[code].details.parse(details);
  return new DomainError({ code, message, details } as ErrorPayload, options);
}

export const notFound = (resource: string): DomainError =>
  fail('not_found', `There is no such ${resource}, or it is not yours.`, { resource });
