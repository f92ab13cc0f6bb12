import type { ErrorKind } from '@gatehouse/contracts/errors';

/** What the command exits with, by the kind of its failure. 0 is success, 130 an interruption by Ctrl-C. */
export const exitCodes = {
  internal: 1,
  invalid: 2,
  unauthenticated: 3,
  forbidden: 4,
  'not-found': 5,
  conflict: 6,
  precondition: 6,
  limit: 6,
  unavailable: 7,
  'too-many-requests': 8,
} as const satisfies Record<ErrorKind, number>;

export const interruptedExitCode = 130;
