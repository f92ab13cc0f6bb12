import type { Invocation } from '../../invocation.ts';
import { type Conflict, type Decision, describeConflict } from '../../sync/conflicts.ts';
import { maskSecrets } from '../../sync/mask.ts';
import { printableLines } from '../../terminal/printable.ts';

/** Decisions by file and part. */
export async function askAboutConflicts(
  { terminal }: Invocation,
  conflicts: Conflict[],
): Promise<ReadonlyMap<string, Decision>> {
  const { askOne } = await import('../../terminal/prompts.ts');
  const decisions = new Map<string, Decision>();
  for (const conflict of conflicts) {
    let answer: Decision | 'show' = 'show';
    while (answer === 'show') {
      answer = await askOne(describeConflict(conflict), [
        { value: 'keep', label: 'Keep mine' },
        { value: 'replace', label: 'Take Gatehouse’s' },
        { value: 'show', label: 'Show both' },
      ]);
      if (answer === 'show') terminal.note(await bothValues(conflict));
    }
    decisions.set(`${conflict.path} ${conflict.name}`, answer);
  }
  return decisions;
}

async function bothValues({ title, present, wanted }: Conflict): Promise<string> {
  const key = title.split('.').at(-1) ?? title;
  const text = async (value: unknown) =>
    value === undefined ? '(nothing)' : maskSecrets(JSON.stringify({ [key]: value }, null, 2));
  return printableLines(`Yours:\n${await text(present)}\nGatehouse’s:\n${await text(wanted)}`);
}
