import { printable } from '../terminal/printable.ts';
import { redact } from '../terminal/redact.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { asFailure } from './as-failure.ts';
import { exitCodes, interruptedExitCode } from './exit-codes.ts';
import { Interrupted } from './failure.ts';

/** Tells the person what went wrong and returns the exit code. With `--json` the standard output holds it too. */
export async function reportFailure(error: unknown, terminal: Terminal, isDebugging: boolean): Promise<number> {
  if (error instanceof Interrupted) {
    terminal.note(error.message);
    return interruptedExitCode;
  }
  const failure = await asFailure(error);
  const { kind, code, requestId } = failure;
  const message = safe(failure.message);
  const advice = failure.advice === null ? null : safe(failure.advice);
  if (terminal.isJson) terminal.json({ error: { kind, code, message, advice, requestId } });
  const colors = terminal.noteColors;
  terminal.note(`${colors.red('Error:')} ${message}`);
  if (advice) terminal.note(advice);
  if (requestId) terminal.note(colors.dim(`Request id: ${safe(requestId)}`));
  if (isDebugging) terminal.note(stacksOf(error));
  return exitCodes[kind];
}

const safe = (text: string): string => printable(redact(text));

function stacksOf(error: unknown): string {
  const stacks: string[] = [];
  for (let at = error; at instanceof Error && stacks.length < 5; at = at.cause) stacks.push(at.stack ?? at.message);
  return redact(stacks.join('\nCaused by: '));
}
