import type { Writable } from 'node:stream';

const levels: Record<number, string> = { 10: 'trace', 20: 'debug', 30: 'info ', 40: 'warn ', 50: 'error', 60: 'fatal' };
const quiet = new Set(['level', 'time', 'msg', 'err', 'pid', 'hostname']);

/** For a person at a terminal: time, level, message, facts; an error's stack below. */
export function readableLine(line: string): string {
  const facts = JSON.parse(line) as Record<string, unknown> & { level: number; time: number; msg?: string };
  const time = new Date(facts.time).toTimeString().slice(0, 8);
  const rest = Object.entries(facts)
    .filter(([name]) => !quiet.has(name))
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const text = [time, levels[facts.level] ?? facts.level, facts.msg ?? '', ...rest].join(' ');
  return `${text}\n${stackOf(facts.err)}`;
}

function stackOf(error: unknown): string {
  const { stack, message, cause } = (error ?? {}) as { stack?: string; message?: string; cause?: unknown };
  const own = stack ?? message;
  if (own === undefined) return '';
  return `  ${own.replaceAll('\n', '\n  ')}\n${cause ? `  caused by ${stackOf(cause).trimStart()}` : ''}`;
}

export const readableStream = (out: Writable) => ({
  write(line: string): void {
    out.write(readableLine(line));
  },
});
