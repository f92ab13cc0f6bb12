import { realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readIfThere } from '../files/read.ts';
import { writeAtomically } from '../files/write-atomically.ts';
import type { Json } from '../json-edit/document.ts';
import { readValue } from '../json-edit/edits.ts';
import { canonical } from '../json-edit/same.ts';
import { sha256 } from './journal.ts';
import type { OwnSuggestions } from './suggestions.ts';

/** What was last written for one agent from one server: enough to know whether it is still there, and no secret. */
export type Written = {
  revision: string;
  files: { path: string; managed: string[][]; sha256: string; mode: number; suggestions: OwnSuggestions }[];
};
export type WrittenKey = { agent: string; url: string; gateway: string | undefined };

const pathIn = (state: string): string => join(state, 'written.json');
const nameOf = ({ agent, url, gateway }: WrittenKey): string => [agent, url, gateway ?? ''].join(' ');

/** The digest of the managed parts of a file, whatever is around them and however they are formatted. */
export const digestManaged = (text: string, managed: string[][]): string =>
  sha256(Buffer.from(canonical(managed.map((path): Json => readValue(withoutMark(text), path) ?? null))));

export async function readWritten(state: string, key: WrittenKey): Promise<Written | null> {
  const written = (await readAll(state))[nameOf(key)];
  return Array.isArray(written?.files) ? written : null;
}

/** The revision that is on the disk, or undefined if a managed part is not, or not only, where it was written. */
export async function revisionOnDisk(written: Written | null, candidates: string[]): Promise<string | undefined> {
  if (!written) return undefined;
  for (const file of written.files) if (!(await isIntact(file))) return undefined;
  const managed = written.files.flatMap((file) => file.managed);
  for (const candidate of candidates) {
    const path = await realpath(candidate).catch(() => null);
    const isOther = path !== null && written.files.every((file) => file.path !== path);
    if (isOther && (await holdsAny(path, managed))) return undefined;
  }
  return written.revision;
}

async function holdsAny(path: string, managed: string[][]): Promise<boolean> {
  try {
    const text = withoutMark((await readIfThere(path))?.toString('utf8') ?? '');
    return managed.some((each) => readValue(text, each) !== undefined);
  } catch {
    return true;
  }
}

export async function recordWritten(state: string, key: WrittenKey, written: Written): Promise<void> {
  const all = { ...(await readAll(state)), [nameOf(key)]: written };
  await writeAtomically(pathIn(state), Buffer.from(`${JSON.stringify(all, null, 2)}\n`), 0o600);
}

async function isIntact(file: Written['files'][number]): Promise<boolean> {
  try {
    const bytes = await readIfThere(file.path);
    if (!bytes || ((await stat(file.path)).mode & 0o777 & ~file.mode) !== 0) return false;
    const text = withoutMark(bytes.toString('utf8'));
    return digestManaged(text, file.managed) === file.sha256;
  } catch {
    return false;
  }
}

async function readAll(state: string): Promise<Record<string, Written>> {
  const bytes = await readIfThere(pathIn(state));
  try {
    return bytes ? (JSON.parse(bytes.toString('utf8')) as Record<string, Written>) : {};
  } catch {
    return {};
  }
}

const withoutMark = (text: string): string => text.replace(/^\uFEFF/, '');
