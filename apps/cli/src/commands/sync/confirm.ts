import { Interrupted } from '../../failures/failure.ts';
import { shortPath } from '../../files/folders.ts';
import type { Invocation } from '../../invocation.ts';
import { colored, unifiedDiff } from '../../sync/diff.ts';
import type { PlannedFile } from '../../sync/plan.ts';
import { printable } from '../../terminal/printable.ts';

/** More than a screen or so, and what it is about would have scrolled away. */
const linesShownAtOnce = 60;
/** A client key may have been made before. */
const stopped = 'Stopped. Nothing was written.';

type Answer = 'yes' | 'show' | 'no';
const choices: { value: Answer; label: string }[] = [
  { value: 'yes', label: 'Yes' },
  { value: 'show', label: 'Show every line' },
  { value: 'no', label: 'No' },
];

/** Shows what would be written and asks; of a long difference first only how much it is. */
export async function confirmChanges({ terminal }: Invocation, changed: PlannedFile[]): Promise<void> {
  const { askOne, askYes } = await import('../../terminal/prompts.ts');
  const differences: string[] = [];
  for (const file of changed) differences.push(await unifiedDiff(file));
  const showAll = () => {
    for (const difference of differences) terminal.note(colored(difference, terminal.noteColors));
  };
  const lines = differences.reduce((sum, difference) => sum + difference.split('\n').length, 0);
  let answer: Answer = 'show';
  if (lines > linesShownAtOnce) {
    terminal.note('This would be written:');
    for (const [index, { target }] of changed.entries())
      terminal.note(
        `  ${printable(shortPath(target.path))} (${amountOf(differences[index] ?? '', target.before === null)})`,
      );
    const question = changed.length === 1 ? 'Write this file?' : `Write these ${changed.length} files?`;
    answer = await askOne(question, choices, stopped);
  }
  if (answer === 'show') {
    showAll();
    answer = (await askYes('Write this?', stopped)) ? 'yes' : 'no';
  }
  if (answer === 'no') throw new Interrupted('Nothing was written.');
}

function amountOf(difference: string, isNew: boolean): string {
  const count = (sign: string) =>
    difference.split('\n').filter((line) => line.startsWith(sign) && !line.startsWith(sign.repeat(3))).length;
  const [added, removed] = [count('+'), count('-')];
  if (isNew) return `new, ${added} ${added === 1 ? 'line' : 'lines'}`;
  return added + removed === 0 ? 'permissions' : `+${added} −${removed} lines`;
}
