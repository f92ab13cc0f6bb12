import { writeAtomically } from '../files/write-atomically.ts';
import { backupPath, sha256 } from './journal.ts';
import type { PlannedFile } from './plan.ts';
import { partDigests, readValue, type WrittenFile } from './written.ts';

/** What is known of a file once a sync has written it. */
export async function recordOf(
  state: string,
  file: PlannedFile,
  owner: Pick<WrittenFile, 'agent' | 'bundle'>,
  known: WrittenFile | undefined,
): Promise<WrittenFile> {
  const { target, syntax, isWhole, managed, mode, suggestions, kept, text } = file;
  const isOurs = !known || !target.before || known.sha256s.includes(sha256(target.before.bytes));
  return {
    ...owner,
    syntax,
    isWhole,
    managed,
    mode,
    suggestions,
    kept,
    parts: partDigests(await readValue(syntax, isWhole, text), managed),
    original: known?.original ?? (await keepOriginal(state, file)),
    isEdited: known?.isEdited === true || !isOurs,
    sha256s: [sha256(Buffer.from(text, 'utf8'))],
  };
}

/** While a sync is under way, what is there and what comes both count as ours. */
export async function pendingRecord(
  { target, syntax, isWhole, managed }: PlannedFile,
  next: WrittenFile,
  known: WrittenFile | undefined,
): Promise<WrittenFile> {
  const present = target.before ? await readValue(syntax, isWhole, target.before.text) : undefined;
  const digests = [known?.parts ?? {}, partDigests(present, managed), next.parts];
  const names = [...new Set(digests.flatMap((each) => Object.keys(each)))];
  const parts = names.map((name) => [name, digests.flatMap((each) => each[name] ?? [])] as const);
  const present256 = target.before ? [sha256(target.before.bytes)] : [];
  const sha256s = [...(known?.sha256s ?? []), ...present256, ...next.sha256s];
  return { ...next, parts: Object.fromEntries(parts), sha256s };
}

async function keepOriginal(state: string, { target }: PlannedFile): Promise<WrittenFile['original']> {
  if (!target.before) return { backup: null, mode: 0o600 };
  const backup = `original-${sha256(Buffer.from(target.path)).slice(0, 16)}`;
  await writeAtomically(backupPath(state, backup), target.before.bytes, 0o600);
  return { backup, mode: target.before.mode };
}
