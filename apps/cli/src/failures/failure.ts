import type { ErrorKind } from '@gatehouse/contracts/errors';

export type FailureDetails = {
  /** One line: what the person can do. */
  advice?: string;
  code?: string | null;
  requestId?: string | null;
  cause?: unknown;
};

/** A failure that is told to the person: `message` is one line that says what is wrong, without a secret. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly kind: ErrorKind;
  readonly advice: string | null;
  readonly code: string | null;
  readonly requestId: string | null;

  constructor(kind: ErrorKind, message: string, details: FailureDetails = {}) {
    super(message, { cause: details.cause });
    this.kind = kind;
    this.advice = details.advice ?? null;
    this.code = details.code ?? null;
    this.requestId = details.requestId ?? null;
  }
}

/** The person stopped it. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}
