import { readFile, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { BundleFormat, BundlePath } from '@gatehouse/contracts/bundles';
import { type Edit, type Editor, editorFor } from '../edit/editor.ts';
import { isObject, type Json, type Path, valueAt } from '../edit/value.ts';
import { withLock } from '../files/lock.ts';
import { readIfThere } from '../files/read.ts';
import { syncFolder, writeAtomically } from '../files/write-atomically.ts';
import { backupPath, pruneBackups, type Replacement, recordRun, sha256 } from './journal.ts';
import { withoutMark } from './merge.ts';
import { pathName, transition } from './parts.ts';
import { isOwnSuggestion } from './suggestions.ts';
import { readWritten, saveWritten, type WrittenFile } from './written.ts';

/** `parts`: somebody else has changed the file since, so only ours was taken out. */
export type UninstalledFile = { agent: BundleFormat; path: string; action: 'restored' | 'removed' | 'parts' };
type Planned = Replacement & { action: UninstalledFile['action']; mode: number };

/** Puts every file back to how it was before the first sync; where that cannot be, takes out what is ours. */
export const uninstall = (state: string, agents: ReadonlySet<BundleFormat> | null): Promise<UninstalledFile[]> =>
  withLock(state, async () => {
    const written = await readWritten(state);
    const mine = Object.entries(written.files).filter(([, file]) => !agents || agents.has(file.agent));
    const planned: Planned[] = [];
    for (const [path, file] of mine) {
      const replacement = await planFile(state, path, file);
      if (replacement) planned.push(replacement);
    }
    if (planned.length > 0) await recordRun(state, 'uninstall', planned, written.files);
    for (const { path, after, mode } of planned) {
      if (after) await writeAtomically(path, after, mode);
      else {
        await rm(path, { force: true });
        await syncFolder(dirname(path)).catch(() => undefined);
      }
    }
    for (const [path, file] of mine) {
      delete written.files[path];
      delete written.bundles[file.bundle];
    }
    await saveWritten(state, written);
    await pruneBackups(state, written.files);
    return planned.map(({ agent, path, action }) => ({ agent, path, action }));
  });

async function planFile(state: string, path: string, file: WrittenFile): Promise<Planned | null> {
  const bytes = await readIfThere(path);
  if (!bytes) return null;
  const mode = (await stat(path)).mode & 0o777;
  const { agent, original } = file;
  const base = { agent, path, before: { bytes, mode } };
  const before = original.backup === null ? null : await readFile(backupPath(state, original.backup));
  const isUntouched = !file.isEdited && file.sha256s.includes(sha256(bytes));
  if (isUntouched || file.isWhole) {
    if (before?.equals(bytes) && mode === original.mode) return null;
    return { ...base, after: before, mode: original.mode, action: before ? 'restored' : 'removed' };
  }
  const text = await withoutOurs(bytes.toString('utf8'), before?.toString('utf8') ?? null, file);
  const after = text === null ? null : Buffer.from(text, 'utf8');
  if (after?.equals(bytes)) return null;
  return { ...base, after, mode: before ? original.mode : mode, action: after ? 'parts' : 'removed' };
}

/** The parts as they were before the first sync, all else as it is. Null where nothing but ours was in a new file. */
async function withoutOurs(text: string, original: string | null, file: WrittenFile): Promise<string | null> {
  if (file.syntax === 'text') return text;
  const editor = await editorFor(file.syntax);
  const mark = text.slice(0, text.length - withoutMark(text).length);
  const [now, before] = [
    editor.read(withoutMark(text)),
    original === null ? undefined : editor.read(withoutMark(original)),
  ];
  const suggested = Object.keys(file.suggestions)
    .map((name) => JSON.parse(name) as string[])
    .filter((path) => isOwnSuggestion(file.suggestions, path, valueAt(now, path) ?? null));
  const managed = file.managed.filter((path) => !file.kept.includes(pathName(path)));
  const paths: BundlePath[] = [...suggested, ...managed];
  const edits = paths.flatMap((path) => transition(now, before, path).edits);
  const cleared = editor.edit(withoutMark(text), edits);
  const rest = withoutEmptied(editor, cleared, before, paths);
  const isNothing = /^[\s{}]*$/.test(rest);
  return original === null && isNothing ? null : mark + rest;
}

/** Takes objects away that hold nothing any more and that the file did not have before. */
function withoutEmptied(editor: Editor, text: string, before: Json | undefined, paths: BundlePath[]): string {
  const plain = paths.map((path) => path.filter((step) => typeof step === 'string'));
  const parents = plain
    .flatMap((path) => path.map((_, index) => path.slice(0, index + 1)))
    .sort((left, right) => right.length - left.length);
  let result = text;
  for (const parent of parents) {
    const value = valueAt(editor.read(result), parent);
    if (isEmpty(value) && valueAt(before, parent) === undefined) result = editor.edit(result, [removalOf(parent)]);
  }
  return result;
}

const removalOf = (path: Path): Edit => ({ path, value: undefined });

const isEmpty = (value: Json | undefined): boolean =>
  (isObject(value) && Object.keys(value).length === 0) || (Array.isArray(value) && value.length === 0);
