import type { ErrorKind } from '@gatehouse/contracts/errors';
import { explainAnswer } from './explain.ts';
import { Failure } from './failure.ts';

/** Whatever was thrown, as it is told to the person. */
export async function asFailure(error: unknown): Promise<Failure> {
  if (error instanceof Failure) return error;
  const { isApiError } = await import('@gatehouse/client/errors');
  if (isApiError(error)) return explainAnswer(error);
  return fromSystem(error) ?? unexpected(error);
}

const systemReasons: Record<string, { kind: ErrorKind; reason: string; advice: string }> = {
  EACCES: { kind: 'forbidden', reason: 'permission denied', advice: 'Check who owns it and its permissions.' },
  EPERM: { kind: 'forbidden', reason: 'not permitted', advice: 'Check who owns it and its permissions.' },
  EROFS: {
    kind: 'precondition',
    reason: 'the file system is read-only',
    advice: 'Make it writable, then repeat the command.',
  },
  ENOSPC: {
    kind: 'unavailable',
    reason: 'no space is left on the disk',
    advice: 'Free some space, then repeat the command.',
  },
  EDQUOT: {
    kind: 'unavailable',
    reason: 'your disk quota is used up',
    advice: 'Free some space, then repeat the command.',
  },
  EISDIR: { kind: 'precondition', reason: 'it is a folder', advice: 'Move it away, then repeat the command.' },
  ENOTDIR: {
    kind: 'precondition',
    reason: 'a part of the path is not a folder',
    advice: 'Move it away, then repeat the command.',
  },
  EEXIST: {
    kind: 'precondition',
    reason: 'something else has that name',
    advice: 'Move it away, then repeat the command.',
  },
};

function fromSystem(error: unknown): Failure | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  const known = systemReasons[String(error.code)];
  if (!known) return null;
  const path = 'path' in error && typeof error.path === 'string' ? error.path : 'A file';
  return new Failure(known.kind, `${path}: ${known.reason}.`, { advice: known.advice, cause: error });
}

function unexpected(error: unknown): Failure {
  return new Failure('internal', 'Something went wrong in this command that should not have.', {
    advice: 'Set GATEHOUSE_DEBUG=1 and repeat it to see where; please report what it prints.',
    cause: error,
  });
}
