import { createHash, randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readIfThere } from '../files/read.ts';
import { writeAtomically } from '../files/write-atomically.ts';

/** One file that a sync replaced. `backup` names the kept bytes; null where there was no file. */
export type JournalFile = {
  path: string;
  backup: string | null;
  mode: number;
  beforeSha256: string | null;
  afterSha256: string;
};
export type JournalRun = { id: string; agent: string; at: string; files: JournalFile[] };

const runsKept = 20;

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const journalPath = (state: string): string => join(state, 'journal.json');
export const backupPath = (state: string, name: string): string => join(state, 'backups', name);

/** Oldest first. A journal that cannot be read counts as empty: it only serves to undo. */
export async function readJournal(state: string): Promise<JournalRun[]> {
  const bytes = await readIfThere(journalPath(state));
  try {
    const value: unknown = bytes && JSON.parse(bytes.toString('utf8'));
    const runs = value && typeof value === 'object' && 'runs' in value ? value.runs : null;
    return Array.isArray(runs) ? (runs as JournalRun[]) : [];
  } catch {
    return [];
  }
}

export type Replacement = { path: string; before: { bytes: Buffer; mode: number } | null; after: Buffer };

/** Keeps what is about to be replaced. Written before the first replacement, so that none is ever without a backup. */
export async function recordRun(state: string, agent: string, replacements: Replacement[]): Promise<JournalRun> {
  const id = randomUUID();
  const files: JournalFile[] = [];
  for (const [index, { path, before, after }] of replacements.entries()) {
    const backup = before && `${id}-${index}`;
    if (before && backup) await writeAtomically(backupPath(state, backup), before.bytes, 0o600);
    const beforeSha256 = before && sha256(before.bytes);
    files.push({ path, backup, mode: before?.mode ?? 0o600, beforeSha256, afterSha256: sha256(after) });
  }
  const run = { id, agent, at: new Date().toISOString(), files };
  const runs = [...(await readJournal(state)), run];
  await writeJournal(state, runs.slice(-runsKept));
  await dropBackups(state, runs.slice(0, -runsKept));
  return run;
}

export async function forgetRun(state: string, run: JournalRun): Promise<void> {
  await writeJournal(
    state,
    (await readJournal(state)).filter((each) => each.id !== run.id),
  );
  await dropBackups(state, [run]);
}

async function writeJournal(state: string, runs: JournalRun[]): Promise<void> {
  const text = `${JSON.stringify({ version: 1, runs }, null, 2)}\n`;
  await writeAtomically(journalPath(state), Buffer.from(text), 0o600);
}

async function dropBackups(state: string, runs: JournalRun[]): Promise<void> {
  for (const { backup } of runs.flatMap((run) => run.files)) {
    if (backup) await rm(backupPath(state, backup), { force: true });
  }
}
