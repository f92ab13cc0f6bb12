interface ServerError {
  code: string;
  severity: string;
  constraint?: string;
}

/** The five-character SQLSTATE of a PostgreSQL error, also of one that was wrapped as a `cause`. */
export function sqlState(error: unknown): string | undefined {
  return findServerError(error)?.code;
}

export function constraintName(error: unknown): string | undefined {
  return findServerError(error)?.constraint;
}

/** Without `constraint`, any unique constraint counts. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  return isViolation(error, '23505', constraint);
}

/** Without `constraint`, any foreign key counts. */
export function isForeignKeyViolation(error: unknown, constraint?: string): boolean {
  return isViolation(error, '23503', constraint);
}

/** Serialisation failure or deadlock: the whole transaction may simply be run again. */
export function isRetryable(error: unknown): boolean {
  const state = sqlState(error);
  return state === '40001' || state === '40P01';
}

function isViolation(error: unknown, state: string, constraint: string | undefined): boolean {
  const found = findServerError(error);
  return found?.code === state && (constraint === undefined || found.constraint === constraint);
}

function findServerError(error: unknown): ServerError | undefined {
  const seen = new Set<unknown>();
  for (let current = error; current instanceof Error && !seen.has(current); current = current.cause) {
    seen.add(current);
    if (isServerError(current)) return current;
  }
  return undefined;
}

// By shape, because a dependency may carry its own copy of pg. EPIPE is five capitals too, but has no severity.
function isServerError(error: Error): error is Error & ServerError {
  const { code, severity } = error as Partial<ServerError>;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && typeof severity === 'string';
}
