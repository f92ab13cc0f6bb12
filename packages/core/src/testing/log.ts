import type { Log } from '../context/index.ts';

export type LogLine = { level: keyof Log; facts: Record<string, unknown>; message: string };

/** A log that keeps its lines, so that a test can read them and search them for secrets. */
export function createTestLog(): { log: Log; logged: LogLine[] } {
  const logged: LogLine[] = [];
  const write = (level: keyof Log) => (facts: Record<string, unknown>, message: string) => {
    logged.push({ level, facts, message });
  };
  return { log: { info: write('info'), warn: write('warn'), error: write('error') }, logged };
}
