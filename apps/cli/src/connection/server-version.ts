import type { Invocation } from '../invocation.ts';
import { printable } from '../terminal/printable.ts';

let isNoted = false;

/** The server says its version with its answers: a newer one is told once, to people only. */
export function noteServerVersion({ version, terminal }: Invocation, ofServer: string | null): void {
  if (isNoted || ofServer === null || !terminal.isInteractive || !isNewer(ofServer, version)) return;
  isNoted = true;
  const text = `This command is ${version}, the server ${printable(ofServer)}. The dashboard has the newer command.`;
  process.once('exit', () => terminal.note(text));
}

export function isNewer(candidate: string, than: string): boolean {
  const [left, right] = [candidate, than].map((text) => /^(\d+)\.(\d+)\.(\d+)/.exec(text)?.slice(1).map(Number));
  if (!left || !right) return false;
  for (const [index, part] of left.entries()) {
    const other = right[index] ?? 0;
    if (part !== other) return part > other;
  }
  return false;
}
