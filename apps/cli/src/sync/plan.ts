import { join } from 'node:path';
import type { BundleFile } from '@gatehouse/contracts/bundles';
import { Failure } from '../failures/failure.ts';
import { shortPath } from '../files/folders.ts';
import { type Json, UneditableText } from '../json-edit/document.ts';
import { type Path, readValue } from '../json-edit/edits.ts';
import { type Agent, checkBundleFile, type EditableFile } from './agents.ts';
import { type ManagedChange, mergeManaged } from './merge.ts';
import { danglingNotes, isOwnSuggestion, type OwnSuggestions, ownSuggestions } from './suggestions.ts';
import { readTarget, refuseReadOnly, type Target } from './target.ts';
import type { Written } from './written.ts';

export type PlannedFile = {
  target: Target;
  text: string;
  changes: ManagedChange[];
  /** For the file, with the bits of others taken away if it holds a key. */
  mode: number;
  isModeChanged: boolean;
  managed: string[][];
  suggestions: OwnSuggestions;
  /** For the person: what they have to put right themselves. */
  notes: string[];
};

/** What a sync would write, file by file; those that stay as they are have no changes. */
export async function planSync(
  agent: Agent,
  folder: string,
  files: BundleFile[],
  written: Written | null,
): Promise<PlannedFile[]> {
  const planned: PlannedFile[] = [];
  for (const file of files) {
    planned.push(...(await planFile(agent, folder, checkBundleFile(agent, file), written)));
  }
  for (const file of planned) if (isChanged(file)) refuseReadOnly(file.target);
  return planned;
}

export const isChanged = (file: PlannedFile): boolean => file.changes.length > 0 || file.isModeChanged;

async function planFile(
  agent: Agent,
  folder: string,
  file: EditableFile,
  written: Written | null,
): Promise<PlannedFile[]> {
  const candidates = await readCandidates(agent, folder);
  const holders = candidates.filter(({ target }) => holdsManaged(target, file));
  const existing = candidates.find(({ target }) => target.before);
  const name = file.path.split('/').at(-1);
  const chosen = holders[0] ?? existing ?? candidates.find((candidate) => candidate.name === name);
  if (!chosen) return [];
  // A second file that holds our parts would be merged with the first one: what was removed there would live on here.
  const leftovers = holders.filter(({ target }) => target.path !== chosen.target.path);
  const own = written?.files.find(({ path }) => path === chosen.target.path)?.suggestions;
  return [
    plan(agent, chosen.target, file, own),
    ...leftovers.map(({ target }) => plan(agent, target, { ...file, suggested: [], content: '{}', isSecret: false })),
  ];
}

type Candidate = { name: string; target: Target };

async function readCandidates(agent: Agent, folder: string): Promise<Candidate[]> {
  const candidates: Candidate[] = [];
  for (const name of agent.names) candidates.push({ name, target: await readTarget(join(folder, name)) });
  return candidates;
}

const holdsManaged = (target: Target, file: EditableFile): boolean =>
  target.before !== null &&
  editing(target, (text) => file.managed.some((path) => readValue(text.replace(/^\uFEFF/, ''), path) !== undefined));

function plan(agent: Agent, target: Target, file: EditableFile, own?: OwnSuggestions): PlannedFile {
  const { managed, suggested, content, isSecret } = file;
  const mayReplace = (path: Path, value: Json) => isOwnSuggestion(own, path, value) && agent.isDangling(value, content);
  const merged = editing(target, () => mergeManaged(target.before?.text ?? null, file, mayReplace));
  const present = target.before?.mode ?? (isSecret ? 0o600 : 0o644);
  const mode = isSecret ? present & 0o700 : present;
  const isModeChanged = process.platform !== 'win32' && mode !== present;
  const suggestions = ownSuggestions(own, suggested, merged);
  const notes = danglingNotes({ path: target.path, text: merged.text, content, suggested }, agent.isDangling);
  return { target, ...merged, mode, isModeChanged, managed, suggestions, notes };
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
