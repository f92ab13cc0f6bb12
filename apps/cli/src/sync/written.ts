import { realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { BundleFormat, BundlePath, BundleSyntax, KeyPlacement } from '@gatehouse/contracts/bundles';
import { editorFor } from '../edit/editor.ts';
import type { Json } from '../edit/value.ts';
import { readIfThere } from '../files/read.ts';
import { writeAtomically } from '../files/write-atomically.ts';
import { sha256 } from './journal.ts';
import { withoutMark } from './merge.ts';
import { partAt, pathName } from './parts.ts';
import { digestOf, type OwnSuggestions } from './suggestions.ts';

/** A file that syncs wrote to: enough to know what in it is ours and how it was before. It holds no secret. */
export type WrittenFile = {
  agent: BundleFormat;
  /** Which bundle wrote it last. */
  bundle: string;
  syntax: BundleSyntax;
  isWhole: boolean;
  managed: BundlePath[];
  mode: number;
  /** Digests of what we wrote, by managed path; two while a sync is under way: the one before, and the one that comes. */
  parts: Record<string, string[]>;
  suggestions: OwnSuggestions;
  /** Managed paths that the person keeps as they are. */
  kept: string[];
  /** How the file was before the first sync; `backup` is null where there was none. */
  original: { backup: string | null; mode: number };
  /** Somebody else has changed the file since the first sync. */
  isEdited: boolean;
  /** Of the whole file, as `parts`. */
  sha256s: string[];
};
export type WrittenBundle = {
  agent: BundleFormat;
  url: string;
  gateway: string | null;
  placement: KeyPlacement;
  revision: string;
  at: string;
  files: string[];
};
export type Written = { files: Record<string, WrittenFile>; bundles: Record<string, WrittenBundle> };

const pathIn = (state: string): string => join(state, 'written.json');

export async function readWritten(state: string): Promise<Written> {
  const bytes = await readIfThere(pathIn(state));
  try {
    const value = bytes && (JSON.parse(bytes.toString('utf8')) as Partial<Written> & { version?: number });
    return value && value.version === 2 ? { files: value.files ?? {}, bundles: value.bundles ?? {} } : nothing();
  } catch {
    return nothing();
  }
}

const nothing = (): Written => ({ files: {}, bundles: {} });

export async function saveWritten(state: string, written: Written): Promise<void> {
  await writeAtomically(pathIn(state), Buffer.from(`${JSON.stringify({ version: 2, ...written }, null, 2)}\n`), 0o600);
}

/** The digests of the managed parts of a file, whatever is around them and however they are formatted. */
export function partDigests(value: Json | undefined, managed: BundlePath[]): Record<string, string[]> {
  return Object.fromEntries(managed.map((path) => [pathName(path), [digestOf(partAt(value, path))]]));
}

/** The value of a file as its syntax says it; a whole file's own is its text. */
export async function readValue(syntax: BundleSyntax, isWhole: boolean, text: string): Promise<Json | undefined> {
  if (isWhole || syntax === 'text') return withoutMark(text);
  return (await editorFor(syntax)).read(withoutMark(text));
}

/** The managed paths that are not as they were written; null if the file is as it was. Others may read it: so it is not. */
export async function driftOf(path: string, file: WrittenFile): Promise<string[] | null> {
  const bytes = await readIfThere(path).catch(() => null);
  if (!bytes) return file.managed.length > 0 ? file.managed.map(pathName) : ['[]'];
  if (file.isWhole) return file.sha256s.includes(sha256(bytes)) ? null : ['[]'];
  try {
    const value = await readValue(file.syntax, false, bytes.toString('utf8'));
    const drifted = Object.entries(partDigests(value, file.managed)).flatMap(([name, [digest = '']]) =>
      file.kept.includes(name) || file.parts[name]?.includes(digest) ? [] : [name],
    );
    const isOpen = process.platform !== 'win32' && ((await stat(path)).mode & 0o777 & ~file.mode) !== 0;
    return drifted.length > 0 || isOpen ? drifted : null;
  } catch {
    return file.managed.map(pathName);
  }
}

/** The revision that is on the disk, or undefined if a managed part is not, or not only, where it was written. */
export async function revisionOnDisk(
  written: Written,
  name: string,
  candidates: string[],
): Promise<string | undefined> {
  const bundle = written.bundles[name];
  if (!bundle || bundle.files.length === 0) return undefined;
  for (const path of bundle.files) {
    const file = written.files[path];
    if (!file || file.bundle !== name || (await driftOf(path, file))) return undefined;
  }
  for (const candidate of candidates) {
    const path = await realpath(candidate).catch(() => null);
    if (path !== null && !bundle.files.includes(path) && (await holdsAny(path, bundle, written))) return undefined;
  }
  return bundle.revision;
}

/** A variant that overrides ours, or that ours overrides, must not hold our parts. */
async function holdsAny(path: string, bundle: WrittenBundle, written: Written): Promise<boolean> {
  for (const file of bundle.files.flatMap((each) => written.files[each] ?? [])) {
    if (file.isWhole) continue;
    try {
      const value = await readValue(file.syntax, false, (await readIfThere(path))?.toString('utf8') ?? '');
      if (file.managed.some((each) => partAt(value, each) !== undefined)) return true;
    } catch {
      return true;
    }
  }
  return false;
}
