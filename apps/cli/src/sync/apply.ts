import { Failure } from '../failures/failure.ts';
import { shortPath } from '../files/folders.ts';
import { readIfThere } from '../files/read.ts';
import { writeAtomically } from '../files/write-atomically.ts';
import { backupPath, type JournalRun, type Replacement, recordRun } from './journal.ts';
import type { PlannedFile } from './plan.ts';

/** Backs up and replaces the files. Each is looked at once more in the moment before it is replaced. */
export async function applyPlan(state: string, agent: string, files: PlannedFile[]): Promise<JournalRun> {
  const replacements = files.map(({ target, text }): Replacement => {
    return { path: target.path, before: target.before, after: Buffer.from(text, 'utf8') };
  });
  const run = await recordRun(state, agent, replacements);
  for (const [index, file] of files.entries()) {
    const after = replacements[index]?.after ?? Buffer.from(file.text, 'utf8');
    await writeAtomically(file.target.path, after, file.mode, () => refuseIfMoved(file));
  }
  return run;
}

export const backupsOf = (state: string, run: JournalRun): string[] =>
  run.files.flatMap((file) => (file.backup === null ? [] : [backupPath(state, file.backup)]));

async function refuseIfMoved({ target }: PlannedFile): Promise<void> {
  const now = await readIfThere(target.path);
  const isSame = target.before ? now?.equals(target.before.bytes) : now === null;
  if (isSame) return;
  throw new Failure('conflict', `${shortPath(target.path)} was changed by something else just now.`, {
    advice: 'It was left as it is; repeat the command.',
  });
}
