import type { BundleFile, BundlePath, BundleSyntax } from '@gatehouse/contracts/bundles';
import { editorFor } from '../edit/editor.ts';
import { UneditableText } from '../edit/uneditable.ts';
import type { Json } from '../edit/value.ts';
import { Failure } from '../failures/failure.ts';
import { shortPath } from '../files/folders.ts';
import type { Agent } from './agents.ts';
import { candidatesOf, checkBundleFile, newFileOf } from './bundle-file.ts';
import { type Conflict, conflictsIn, type Decide, wholeConflict } from './conflicts.ts';
import { mergeManaged, withoutMark } from './merge.ts';
import { type PartChange, partAt, pathName } from './parts.ts';
import type { Places } from './places.ts';
import {
  danglingNotes,
  isDangling,
  isOwnSuggestion,
  namesIn,
  type OwnSuggestions,
  ownSuggestions,
} from './suggestions.ts';
import { readTarget, refuseReadOnly, type Target } from './target.ts';
import { readValue, type Written, type WrittenFile } from './written.ts';

export type PlannedFile = {
  target: Target;
  syntax: BundleSyntax;
  isWhole: boolean;
  text: string;
  changes: PartChange[];
  /** For the file, with the bits of others taken away if it holds a key. */
  mode: number;
  isModeChanged: boolean;
  managed: BundlePath[];
  kept: string[];
  suggestions: OwnSuggestions;
  /** For the person: what they have to put right themselves. */
  notes: string[];
};
export type Plan = { files: PlannedFile[]; conflicts: Conflict[]; notes: string[] };

type Planning = { agent: Agent; places: Places; written: Written; decide: Decide; names: ReadonlySet<string> };

/** What a sync would write, file by file; those that stay as they are have no changes. */
export async function planSync(input: Omit<Planning, 'names'> & { files: BundleFile[] }): Promise<Plan> {
  const names = new Set<string>();
  for (const file of input.files) namesIn(await readValue(file.syntax, file.isWhole, file.content), names);
  const plan: Plan = { files: [], conflicts: [], notes: [] };
  for (const file of input.files) {
    const known = checkBundleFile(input.agent, file);
    const candidates = candidatesOf(known, input.places);
    if (candidates.length === 0) {
      plan.notes.push(`A project has no ${known.name} of ${input.agent.title}: it was left out.`);
      continue;
    }
    const planned = await planFile({ ...input, names }, file, candidates, newFileOf(known, candidates));
    plan.files.push(...planned.files);
    plan.conflicts.push(...planned.conflicts);
  }
  for (const file of plan.files) if (isChanged(file)) refuseReadOnly(file.target);
  return plan;
}

export const isChanged = (file: PlannedFile): boolean => file.changes.length > 0 || file.isModeChanged;

type PlannedParts = Pick<Plan, 'files' | 'conflicts'>;

async function planFile(
  planning: Planning,
  file: BundleFile,
  candidates: string[],
  newFile: string | undefined,
): Promise<PlannedParts> {
  const targets: Target[] = [];
  for (const path of candidates) targets.push(await readTarget(path));
  if (file.isWhole) return planWhole(planning, file, targets[0]);
  const holders: Target[] = [];
  for (const target of targets) if (await holdsManaged(target, file)) holders.push(target);
  const existing = targets.find(({ before }) => before);
  const chosen = holders[0] ?? existing ?? targets[candidates.indexOf(newFile ?? '')] ?? targets[0];
  if (!chosen) return { files: [], conflicts: [] };
  const planned = await planParts(planning, chosen, file);
  // A second file that holds our parts would be merged with the first one: what was removed there would live on here.
  for (const target of holders.filter(({ path }) => path !== chosen.path)) {
    const empty = { ...file, suggested: [], content: file.syntax.startsWith('json') ? '{}' : '', isSecret: false };
    planned.files.push(...(await planParts(planning, target, empty)).files);
  }
  return planned;
}

async function holdsManaged(target: Target, file: BundleFile): Promise<boolean> {
  const value = await readOf(target, file.syntax);
  return file.managed.some((path) => partAt(value, path) !== undefined);
}

async function planParts(planning: Planning, target: Target, file: BundleFile): Promise<PlannedParts> {
  const { agent, written, decide, names } = planning;
  const known = written.files[target.path];
  const editor = await editorOf(file.syntax);
  const present = await readOf(target, file.syntax);
  const wanted = editor.read(file.content);
  const found = conflictsIn({ agent, path: target.path, managed: file.managed, present, wanted, known });
  const decided = found.filter((conflict) => decide(conflict) === 'keep').map(({ name }) => name);
  const kept = [...new Set([...stillKept(known, found, file), ...decided])];
  const own = known?.suggestions;
  const merged = editing(target, () =>
    mergeManaged(editor, target.before?.text ?? null, file, {
      isKept: (path) => kept.includes(pathName(path)),
      mayReplace: (path, value) => isOwnSuggestion(own, path.map(String), value) && isDangling(value, names),
    }),
  );
  const value = editor.read(withoutMark(merged.text));
  const suggestions = ownSuggestions(own, file.suggested, { value, changes: merged.changes });
  const notes = danglingNotes({ path: target.path, value, suggested: file.suggested }, names);
  const { syntax, managed } = file;
  const planned = {
    target,
    syntax,
    isWhole: false,
    ...merged,
    ...modeOf(target, file),
    managed,
    kept,
    suggestions,
    notes,
  };
  return { files: [planned], conflicts: found.filter((conflict) => decide(conflict) === undefined) };
}

/** What was kept before stays so, unless the person was asked again. */
const stillKept = (known: WrittenFile | undefined, found: Conflict[], file: BundleFile): string[] =>
  (known?.kept ?? []).filter(
    (name) => !found.some((conflict) => conflict.name === name) && file.managed.some((path) => pathName(path) === name),
  );

async function planWhole(planning: Planning, file: BundleFile, target: Target | undefined): Promise<PlannedParts> {
  if (!target) return { files: [], conflicts: [] };
  const known = planning.written.files[target.path];
  const conflict = wholeConflict(planning.agent, target, file.content, known);
  const decision = conflict && planning.decide(conflict);
  const isKept = conflict ? decision !== 'replace' : (known?.kept ?? []).includes('[]');
  const text = isKept && target.before ? target.before.text : file.content;
  const change: PartChange = {
    path: [],
    kind: target.before ? 'updated' : 'added',
    before: target.before?.text,
    after: text,
  };
  const changes = target.before?.text === text ? [] : [change];
  const base = { target, syntax: file.syntax, isWhole: true, text, changes, managed: [], suggestions: {}, notes: [] };
  const planned = { ...base, ...modeOf(target, file), kept: isKept ? ['[]'] : [] };
  return { files: [planned], conflicts: conflict && decision === undefined ? [conflict] : [] };
}

function modeOf(target: Target, { isSecret }: BundleFile): { mode: number; isModeChanged: boolean } {
  const present = target.before?.mode ?? (isSecret ? 0o600 : 0o644);
  const mode = isSecret ? present & 0o700 : present;
  return { mode, isModeChanged: process.platform !== 'win32' && mode !== present };
}

async function editorOf(syntax: BundleSyntax) {
  if (syntax === 'text') throw new Failure('internal', 'A text has no parts that could be managed.');
  return editorFor(syntax);
}

async function readOf(target: Target, syntax: BundleSyntax): Promise<Json | undefined> {
  const editor = await editorOf(syntax);
  return editing(target, (text) => editor.read(withoutMark(text)));
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
