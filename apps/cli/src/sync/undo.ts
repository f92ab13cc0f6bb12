import { readFile, rm } from 'node:fs/promises';
import { Failure } from '../failures/failure.ts';
import { shortPath } from '../files/folders.ts';
import { readIfThere } from '../files/read.ts';
import { writeAtomically } from '../files/write-atomically.ts';
import { backupPath, forgetRun, type JournalFile, readJournal, sha256 } from './journal.ts';

export type UndoneFile = { path: string; action: 'restored' | 'removed' };

/** Puts the bytes back that the agent's last sync replaced, if nobody has changed the files since. Null: nothing to undo. */
export async function undoLastRun(state: string, agent: string): Promise<UndoneFile[] | null> {
  const run = (await readJournal(state)).findLast((each) => each.agent === agent);
  if (!run) return null;
  const written: JournalFile[] = [];
  for (const file of run.files) if (await isStillOurs(file)) written.push(file);
  const undone: UndoneFile[] = [];
  for (const file of written) undone.push(await restore(state, file));
  await forgetRun(state, run);
  // It was cut off before it replaced anything: the one before is the last that did.
  return undone.length > 0 ? undone : undoLastRun(state, agent);
}

/** False where the sync was cut off before it came to this file. */
async function isStillOurs(file: JournalFile): Promise<boolean> {
  const now = await readIfThere(file.path);
  const digest = now && sha256(now);
  if (digest === file.afterSha256) return true;
  if (digest === file.beforeSha256) return false;
  throw new Failure('conflict', `${shortPath(file.path)} was changed since the last sync, so it was left as it is.`, {
    advice: file.backup ? 'The bytes from before are kept in the state folder.' : 'Edit the file by hand.',
  });
}

async function restore(state: string, file: JournalFile): Promise<UndoneFile> {
  if (file.backup === null) {
    await rm(file.path, { force: true });
    return { path: file.path, action: 'removed' };
  }
  await writeAtomically(file.path, await readFile(backupPath(state, file.backup)), file.mode);
  return { path: file.path, action: 'restored' };
}
