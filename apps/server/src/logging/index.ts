import type { Log } from '@gatehouse/core/context';
import pino from 'pino';
import { errorFacts } from './error-facts.ts';
import { fileOutput, lineOutput } from './output.ts';
import { readableStream } from './readable.ts';
import { redactedPaths } from './redaction.ts';

export type Logger = Log & {
  debug(facts: Record<string, unknown>, message: string): void;
  /** The line of one answered request. Its facts are few and known, so nothing has to be looked for and hidden in them. */
  request(level: RequestLevel, facts: RequestFacts): void;
  isRequestLogged(level: RequestLevel): boolean;
};

export type RequestLevel = keyof typeof requestLevels;
const requestLevels = { info: 30, debug: 20 };

export type RequestFacts = {
  method: string | undefined;
  path: string;
  status: number;
  ms: number;
  requestId: string | undefined;
  actor: string | undefined;
};

export type LogOptions = {
  level: string;
  /** Short lines for a person instead of JSON lines. */
  isReadable: boolean;
  out?: { write(line: string): void };
};

export function createLogger({ level, isReadable, out }: LogOptions): Logger {
  const lines = out ?? (isReadable ? readableStream(process.stdout) : undefined);
  const output = lines ? lineOutput(lines) : fileOutput(1);
  const logger = pino(
    {
      level,
      base: null,
      redact: { paths: redactedPaths, censor: '[redacted]' },
      serializers: { err: (error: unknown) => errorFacts(error) },
    },
    output,
  );
  return Object.assign(logger, {
    isRequestLogged: (at: RequestLevel) => logger.isLevelEnabled(at),
    request(at: RequestLevel, { method, path, status, ms, requestId, actor }: RequestFacts) {
      if (!logger.isLevelEnabled(at)) return;
      const time = Date.now();
      const line = { level: requestLevels[at], time, method, path, status, ms, requestId, actor, msg: 'request' };
      output.writeSoon(`${JSON.stringify(line)}\n`);
    },
  });
}
