import { sqlState } from './sql-state.ts';

const states = new Set(['53300', '57P01', '57P02', '57P03']);
const codes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN']);
// Of a socket in a folder: a server that ends takes it away, and one that cannot take in any more says so.
const socketCodes = new Set<unknown>(['ENOENT', 'EAGAIN']);
// pg gives these no code.
const messages =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** The database did not answer, is starting or is shutting down: nothing is wrong with what was asked. */
export function isOutage(error: unknown): boolean {
  const state = sqlState(error);
  if (state !== undefined) return states.has(state) || state.startsWith('08');
  const seen = new Set<unknown>();
  for (let current = error; current instanceof Error && !seen.has(current); current = current.cause) {
    seen.add(current);
    const { code, syscall } = current as { code?: unknown; syscall?: unknown };
    if (typeof code === 'string' && codes.has(code)) return true;
    if (syscall === 'connect' && socketCodes.has(code)) return true;
    if (messages.test(current.message)) return true;
    if (current instanceof AggregateError && current.errors.some(isOutage)) return true;
  }
  return false;
}
