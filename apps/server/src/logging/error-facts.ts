export type ErrorFacts = {
  type: string;
  message: string;
  code?: string;
  constraint?: string;
  stack?: string;
  cause?: ErrorFacts;
};

/**
 * Of an error only what is known to be harmless. Libraries hang more on their errors: the database's, for one, carry the
 * row that did not fit.
 */
export function errorFacts(error: unknown, depth = 0): ErrorFacts {
  if (!isErrorLike(error)) return { type: typeof error, message: 'Something that is no error was thrown.' };
  const { code, constraint } = error as { code?: unknown; constraint?: unknown };
  return {
    type: error.name ?? 'object',
    message: error.message,
    ...(typeof code === 'string' && { code }),
    ...(typeof constraint === 'string' && { constraint }),
    ...(error.stack !== undefined && { stack: error.stack }),
    ...(error.cause !== undefined && depth < 4 && { cause: errorFacts(error.cause, depth + 1) }),
  };
}

/** Some libraries report a plain object with an error's fields. */
const isErrorLike = (value: unknown): value is { message: string; name?: string; stack?: string; cause?: unknown } =>
  typeof value === 'object' && value !== null && 'message' in value && typeof value.message === 'string';
