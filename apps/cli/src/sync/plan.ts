import { join } from 'node:path';
import type { BundleFile } from '@gatehouse/contracts/bundles';
import { Failure } from '../failures/failure.ts';
import { shortPath } from '../files/folders.ts';
import { UneditableText } from '../json-edit/document.ts';
import { readValue } from '../json-edit/edits.ts';
import { type Agent, checkBundleFile } from './agents.ts';
import { type ManagedChange, type Merged, mergeManaged } from './merge.ts';
import { readTarget, refuseReadOnly, type Target } from './target.ts';

export type PlannedFile = {
  target: Target;
  text: string;
  changes: ManagedChange[];
  /** For the file, with the bits of others taken away if it holds a key. */
  mode: number;
  isModeChanged: boolean;
  managed: string[][];
};

/** What a sync would write, file by file; those that stay as they are have no changes. */
export async function planSync(agent: Agent, folder: string, files: BundleFile[]): Promise<PlannedFile[]> {
  const planned: PlannedFile[] = [];
  for (const file of files) {
    checkBundleFile(agent, file);
    planned.push(...(await planFile(agent, folder, file)));
  }
  for (const file of planned) if (isChanged(file)) refuseReadOnly(file.target);
  return planned;
}

export const isChanged = (file: PlannedFile): boolean => file.changes.length > 0 || file.isModeChanged;

async function planFile(agent: Agent, folder: string, file: BundleFile): Promise<PlannedFile[]> {
  const candidates = await readCandidates(agent, folder);
  const holders = candidates.filter(({ target }) => holdsManaged(target, file));
  const existing = candidates.find(({ target }) => target.before);
  const name = file.path.split('/').at(-1);
  const chosen = holders[0] ?? existing ?? candidates.find((candidate) => candidate.name === name);
  if (!chosen) return [];
  // A second file that holds our parts would be merged with the first one: what was removed there would live on here.
  const leftovers = holders.filter(({ target }) => target.path !== chosen.target.path);
  return [
    plan(chosen.target, file, file.content),
    ...leftovers.map(({ target }) => plan(target, { ...file, suggested: [], isSecret: false }, '{}')),
  ];
}

type Candidate = { name: string; target: Target };

async function readCandidates(agent: Agent, folder: string): Promise<Candidate[]> {
  const candidates: Candidate[] = [];
  for (const name of agent.names) candidates.push({ name, target: await readTarget(join(folder, name)) });
  return candidates;
}

const holdsManaged = (target: Target, file: BundleFile): boolean =>
  target.before !== null &&
  editing(target, (text) => file.managed.some((path) => readValue(text.replace(/^\uFEFF/, ''), path) !== undefined));

function plan(target: Target, file: BundleFile, content: string): PlannedFile {
  const merged = editing(target, (): Merged => mergeManaged(target.before?.text ?? null, { ...file, content }));
  const present = target.before?.mode ?? (file.isSecret ? 0o600 : 0o644);
  const mode = file.isSecret ? present & 0o700 : present;
  const isModeChanged = process.platform !== 'win32' && mode !== present;
  return { target, ...merged, mode, isModeChanged, managed: file.managed };
}

function editing<T>(target: Target, action: (text: string) => T): T {
  try {
    return action(target.before?.text ?? '');
  } catch (error) {
    if (!(error instanceof UneditableText)) throw error;
    const where = `${shortPath(target.path)}:${error.line}:${error.column}`;
    throw new Failure('precondition', `${where}: ${error.message}. The file was left as it is.`, {
      advice: 'Correct that place, then repeat the command.',
      cause: error,
    });
  }
}
