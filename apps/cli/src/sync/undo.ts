import { readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { BundleFormat } from '@gatehouse/contracts/bundles';
import { Failure } from '../failures/failure.ts';
import { shortPath } from '../files/folders.ts';
import { withLock } from '../files/lock.ts';
import { readIfThere } from '../files/read.ts';
import { syncFolder, writeAtomically } from '../files/write-atomically.ts';
import {
  backupPath,
  forgetRun,
  type JournalFile,
  type JournalRun,
  pruneBackups,
  readJournal,
  sha256,
} from './journal.ts';
import { readWritten, saveWritten, type Written } from './written.ts';

export type UndoneFile = { agent: BundleFormat; path: string; action: 'restored' | 'removed' };

/** Puts the bytes back that the last run replaced, if nobody has changed the files since. Null: nothing to undo. */
export const undoLastRun = (state: string): Promise<UndoneFile[] | null> => withLock(state, () => undoLast(state));

/** The same for a run and all that came behind it, the last one first. */
export const undoTo = (state: string, id: string): Promise<UndoneFile[]> =>
  withLock(state, async () => {
    const runs = await readJournal(state);
    const first = runs.findIndex((run) => run.id === id);
    if (first < 0) {
      throw new Failure('not-found', `There is no run “${id}”.`, { advice: 'See them: gatehouse undo --list' });
    }
    const undone: UndoneFile[] = [];
    for (const run of runs.slice(first).toReversed()) undone.push(...(await undoRun(state, run)));
    return undone;
  });

async function undoLast(state: string): Promise<UndoneFile[] | null> {
  const run = (await readJournal(state)).at(-1);
  if (!run) return null;
  const undone = await undoRun(state, run);
  // It was cut off before it replaced anything: the one before is the last that did.
  return undone.length > 0 ? undone : undoLast(state);
}

async function undoRun(state: string, run: JournalRun): Promise<UndoneFile[]> {
  const changed: JournalFile[] = [];
  for (const file of run.files) if (await isStillOurs(file)) changed.push(file);
  const undone: UndoneFile[] = [];
  for (const file of changed) undone.push(await restore(state, file));
  const written = await readWritten(state);
  for (const file of run.files) forget(written, file);
  await saveWritten(state, written);
  await forgetRun(state, run);
  await pruneBackups(state, written.files);
  return undone;
}

/** What was known before the run is known again; the next sync asks for the whole bundle. */
function forget(written: Written, { path, known }: JournalFile): void {
  const bundle = written.files[path]?.bundle;
  if (bundle) delete written.bundles[bundle];
  if (known) written.files[path] = known;
  else delete written.files[path];
}

/** False where the run was cut off before it came to this file. */
async function isStillOurs(file: JournalFile): Promise<boolean> {
  const now = await readIfThere(file.path);
  const digest = now && sha256(now);
  if (digest === file.afterSha256) return digest !== file.beforeSha256 || now !== null;
  if (digest === file.beforeSha256) return false;
  throw new Failure('conflict', `${shortPath(file.path)} was changed since, so it was left as it is.`, {
    advice: file.backup
      ? 'gatehouse uninstall takes only our parts out. The bytes from before are kept in the state folder.'
      : 'gatehouse uninstall takes only our parts out.',
  });
}

async function restore(state: string, file: JournalFile): Promise<UndoneFile> {
  const { agent, path } = file;
  if (file.backup === null) {
    await rm(path, { force: true });
    await syncFolder(dirname(path)).catch(() => undefined);
    return { agent, path, action: 'removed' };
  }
  await writeAtomically(path, await readFile(backupPath(state, file.backup)), file.mode);
  return { agent, path, action: 'restored' };
}
