import type { Log } from '@gatehouse/core/context';
import pino from 'pino';
import { errorFacts } from './error-facts.ts';
import { readableStream } from './readable.ts';
import { redactedPaths } from './redaction.ts';

export type Logger = Log & {
  debug(facts: Record<string, unknown>, message: string): void;
  /** The line of one answered request. Its facts are few and known, so nothing has to be looked for and hidden in them. */
  request(level: 'info' | 'debug', facts: RequestFacts): void;
};

export type RequestFacts = {
  method: string | undefined;
  path: string;
  status: number;
  ms: number;
  requestId: string | undefined;
  actor?: string;
};

export type LogOptions = {
  level: string;
  /** Short lines for a person instead of JSON lines. */
  isReadable: boolean;
  out?: { write(line: string): void };
};

/** Written at once and in this thread: the last line before an exit is the one that matters. */
export function createLogger({ level, isReadable, out }: LogOptions): Logger {
  const destination = out ?? (isReadable ? readableStream(process.stdout) : pino.destination({ fd: 1, sync: true }));
  const plain = { level, base: null };
  const requests = pino(plain, destination);
  const logger = pino(
    {
      ...plain,
      redact: { paths: redactedPaths, censor: '[redacted]' },
      serializers: { err: (error: unknown) => errorFacts(error) },
    },
    destination,
  );
  return Object.assign(logger, {
    request: (at: 'info' | 'debug', facts: RequestFacts) => requests[at](facts, 'request'),
  });
}
