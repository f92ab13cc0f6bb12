import { createHash, randomUUID } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BundleFormat } from '@gatehouse/contracts/bundles';
import { readIfThere } from '../files/read.ts';
import { writeAtomically } from '../files/write-atomically.ts';
import type { WrittenFile } from './written.ts';

/** One file that a run replaced. `backup` names the kept bytes; null where there was no file. */
export type JournalFile = {
  agent: BundleFormat;
  path: string;
  backup: string | null;
  mode: number;
  beforeSha256: string | null;
  /** Null where the run took the file away. */
  afterSha256: string | null;
  /** What was known of the file before the run. */
  known: WrittenFile | null;
};
export type JournalRun = { id: string; kind: 'sync' | 'uninstall'; at: string; files: JournalFile[] };

const runsKept = 20;

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const journalPath = (state: string): string => join(state, 'journal.json');
export const backupPath = (state: string, name: string): string => join(state, 'backups', name);

/** Oldest first. A journal that cannot be read counts as empty: it only serves to undo. */
export async function readJournal(state: string): Promise<JournalRun[]> {
  const bytes = await readIfThere(journalPath(state));
  try {
    const value: unknown = bytes && JSON.parse(bytes.toString('utf8'));
    const isCurrent = value && typeof value === 'object' && 'version' in value && value.version === 2;
    const runs = isCurrent && 'runs' in value ? value.runs : null;
    return Array.isArray(runs) ? (runs as JournalRun[]) : [];
  } catch {
    return [];
  }
}

export type Replacement = {
  agent: BundleFormat;
  path: string;
  before: { bytes: Buffer; mode: number } | null;
  /** Null: the file goes. */
  after: Buffer | null;
};

/** Keeps what is about to be replaced. Written before the first replacement, so that none is ever without a backup. */
export async function recordRun(
  state: string,
  kind: JournalRun['kind'],
  replacements: Replacement[],
  known: Record<string, WrittenFile>,
): Promise<JournalRun> {
  const id = randomUUID().slice(0, 8);
  const files: JournalFile[] = [];
  for (const [index, { agent, path, before, after }] of replacements.entries()) {
    const backup = before && `${id}-${index}`;
    if (before && backup) await writeAtomically(backupPath(state, backup), before.bytes, 0o600);
    const digests = { beforeSha256: before && sha256(before.bytes), afterSha256: after && sha256(after) };
    files.push({ agent, path, backup, mode: before?.mode ?? 0o600, ...digests, known: known[path] ?? null });
  }
  const run: JournalRun = { id, kind, at: new Date().toISOString(), files };
  await writeJournal(state, [...(await readJournal(state)), run].slice(-runsKept));
  return run;
}

export async function forgetRun(state: string, run: JournalRun): Promise<void> {
  await writeJournal(
    state,
    (await readJournal(state)).filter((each) => each.id !== run.id),
  );
}

async function writeJournal(state: string, runs: JournalRun[]): Promise<void> {
  const text = `${JSON.stringify({ version: 2, runs }, null, 2)}\n`;
  await writeAtomically(journalPath(state), Buffer.from(text), 0o600);
}

/** Takes away the kept bytes that neither the journal nor `written` names any more. */
export async function pruneBackups(state: string, written: Record<string, WrittenFile>): Promise<void> {
  const files = (await readJournal(state)).flatMap((run) => run.files);
  const originals = [...Object.values(written), ...files.flatMap(({ known }) => known ?? [])];
  const named = new Set([...files.map(({ backup }) => backup), ...originals.map(({ original }) => original.backup)]);
  for (const name of await readdir(join(state, 'backups')).catch(() => [])) {
    if (!named.has(name)) await rm(backupPath(state, name), { force: true });
  }
}
