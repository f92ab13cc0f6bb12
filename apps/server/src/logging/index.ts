import type { Log } from '@gatehouse/core/context';
import pino from 'pino';
import { errorFacts } from './error-facts.ts';
import { readableStream } from './readable.ts';
import { redactedPaths } from './redaction.ts';

export type Logger = Log & { debug(facts: Record<string, unknown>, message: string): void };

export type LogOptions = {
  level: string;
  /** Short lines for a person instead of JSON lines. */
  isReadable: boolean;
  out?: { write(line: string): void };
};

/** Written at once and in this thread: the last line before an exit is the one that matters. */
export function createLogger({ level, isReadable, out }: LogOptions): Logger {
  const destination = out ?? (isReadable ? readableStream(process.stdout) : pino.destination({ fd: 1, sync: true }));
  return pino(
    {
      level,
      base: null,
      redact: { paths: redactedPaths, censor: '[redacted]' },
      serializers: { err: (error: unknown) => errorFacts(error) },
    },
    destination,
  );
}
