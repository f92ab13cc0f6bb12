import type { BundleFormat, KeyPlacement } from '@gatehouse/contracts/bundles';
import { Failure } from '../failures/failure.ts';
import { shortPath } from '../files/folders.ts';
import { withLock } from '../files/lock.ts';
import { readIfThere } from '../files/read.ts';
import { writeAtomically } from '../files/write-atomically.ts';
import { atFaultPoint } from './fault-points.ts';
import { type JournalRun, pruneBackups, type Replacement, recordRun } from './journal.ts';
import { isChanged, type PlannedFile } from './plan.ts';
import { pendingRecord, recordOf } from './record.ts';
import { readWritten, saveWritten, type Written } from './written.ts';

/** What a sync of one agent found out: it is written down also where no file has to change. */
export type Outcome = {
  agent: BundleFormat;
  bundle: string;
  url: string;
  gateway: string | null;
  placement: KeyPlacement;
  revision: string;
  files: PlannedFile[];
};

/**
 * Backs up and replaces what changes, of all agents in one run. A process that dies in between leaves each file as it
 * was or as it should be: what is about to be written is noted first, so that the next run knows it as ours.
 */
export const applySync = (state: string, outcomes: Outcome[]): Promise<JournalRun | null> =>
  withLock(state, async () => {
    const written = await readWritten(state);
    const all = outcomes.flatMap(({ files, agent, bundle }) => files.map((file) => ({ file, agent, bundle })));
    const changed = all.filter(({ file }) => isChanged(file));
    refuseTwice(changed.map(({ file }) => file));
    for (const { file } of changed) await refuseIfMoved(file);
    const replacements = changed.map(({ file, agent }) => replacementOf(agent, file));
    const run = replacements.length > 0 ? await recordRun(state, 'sync', replacements, written.files) : null;
    await atFaultPoint('recorded');
    const after: Written = { files: { ...written.files }, bundles: { ...written.bundles } };
    const pending: Written = { files: { ...written.files }, bundles: written.bundles };
    for (const { file, agent, bundle } of all) {
      const { path, before } = file.target;
      if (!before && file.changes.length === 0) continue;
      const known = written.files[path];
      const record = await recordOf(state, file, { agent, bundle }, known);
      after.files[path] = record;
      pending.files[path] = await pendingRecord(file, record, known);
    }
    if (run) await saveWritten(state, pending);
    await atFaultPoint('noted');
    for (const { file } of changed) await replace(file);
    await atFaultPoint('replaced');
    noteBundles(after, outcomes);
    await saveWritten(state, after);
    await pruneBackups(state, after.files);
    return run;
  });

async function replace(file: PlannedFile): Promise<void> {
  await writeAtomically(file.target.path, Buffer.from(file.text, 'utf8'), file.mode, async () => {
    await refuseIfMoved(file);
    await atFaultPoint('replacing');
  });
}

function noteBundles(written: Written, outcomes: Outcome[]): void {
  for (const { bundle, files, agent, url, gateway, placement, revision } of outcomes) {
    const paths = files.map(({ target }) => target.path).filter((path) => written.files[path]);
    written.bundles[bundle] = { agent, url, gateway, placement, revision, at: new Date().toISOString(), files: paths };
  }
}

const replacementOf = (agent: BundleFormat, { target, text }: PlannedFile): Replacement => {
  return { agent, path: target.path, before: target.before, after: Buffer.from(text, 'utf8') };
};

function refuseTwice(files: PlannedFile[]): void {
  const paths = files.map(({ target }) => target.path);
  const twice = paths.find((path, index) => paths.indexOf(path) !== index);
  if (!twice) return;
  throw new Failure('conflict', `Two agents would write to ${shortPath(twice)}, as it is linked from both.`, {
    advice: 'Sync one of them with --agent, or give each its own file.',
  });
}

async function refuseIfMoved({ target }: PlannedFile): Promise<void> {
  const now = await readIfThere(target.path);
  const isSame = target.before ? now?.equals(target.before.bytes) : now === null;
  if (isSame) return;
  throw new Failure('conflict', `${shortPath(target.path)} was changed by something else just now.`, {
    advice: 'It was left as it is; repeat the command.',
  });
}
