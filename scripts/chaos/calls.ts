import type { UserActor } from '@gatehouse/core/actor';
import type { useCases } from './use-cases.ts';

/** A use case that an instance is asked to run. */
export type Call = { name: CallName; actor: UserActor; input: unknown };
export type CallName = keyof typeof useCases;

/** `unknown`: it may or may not have happened. `surprise`: something that should never be thrown. */
export type Outcome =
  | { is: 'acknowledged'; value: unknown }
  | { is: 'refused'; code: string; message: string }
  | { is: 'unknown' }
  | { is: 'surprise'; text: string };

/** Whether the database was away, which a use case may die of. */
export function isConnectionLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, syscall } = error as { code?: unknown; syscall?: unknown };
  // The socket of a database that is away is a file that is not there.
  if (code === 'ENOENT' && syscall === 'connect') return true;
  if (typeof code === 'string' && /^(57P0\d|08\w{3}|ECONN\w+|EPIPE|ETIMEDOUT|25P0[23])$/.test(code)) return true;
  if (/connection (terminated|timeout|error)|not queryable|timeout exceeded|Connection ended/i.test(error.message))
    return true;
  return isConnectionLoss(error.cause) || (error instanceof AggregateError && error.errors.some(isConnectionLoss));
}
