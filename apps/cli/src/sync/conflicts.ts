import type { BundlePath } from '@gatehouse/contracts/bundles';
import { isSameJson, type Json } from '../edit/value.ts';
import { shortPath } from '../files/folders.ts';
import type { Agent } from './agents.ts';
import { sha256 } from './journal.ts';
import { describePath, isOwnName, partAt, pathName } from './parts.ts';
import { digestOf } from './suggestions.ts';
import type { Target } from './target.ts';
import type { WrittenFile } from './written.ts';

/** A managed part that holds what we did not write: edited by hand since, or there before the first sync. */
export type Conflict = {
  agent: Agent;
  /** The file. */
  path: string;
  /** Of the part in it, and for people. */
  name: string;
  title: string;
  reason: 'edited' | 'there-before';
  present: Json | undefined;
  wanted: Json | undefined;
};
export type Decision = 'keep' | 'replace';
/** Undefined: nobody has decided yet. */
export type Decide = (conflict: Conflict) => Decision | undefined;

type Found = {
  agent: Agent;
  path: string;
  managed: BundlePath[];
  present: Json | undefined;
  wanted: Json | undefined;
  known: WrittenFile | undefined;
};

/** Parts under our own name are put right without asking: nobody else puts anything there. */
export function conflictsIn({ agent, path, managed, present, wanted, known }: Found): Conflict[] {
  return managed.flatMap((part) => {
    const name = pathName(part);
    if (isOwnName(part) || known?.kept.includes(name)) return [];
    const [now, next] = [partAt(present, part), partAt(wanted, part)];
    if (isSame(now, next)) return [];
    const digests = known?.parts[name];
    if (digests ? digests.includes(digestOf(now)) : now === undefined) return [];
    const reason = digests ? ('edited' as const) : ('there-before' as const);
    return [{ agent, path, name, title: describePath(part), reason, present: now, wanted: next }];
  });
}

export function wholeConflict(
  agent: Agent,
  { path, before }: Target,
  content: string,
  known: WrittenFile | undefined,
): Conflict | null {
  if (!before || before.text === content || /gatehouse/i.test(path.split('/').at(-1) ?? '')) return null;
  if (known?.sha256s.includes(sha256(before.bytes)) || known?.kept.includes('[]')) return null;
  const reason = known ? ('edited' as const) : ('there-before' as const);
  return { agent, path, name: '[]', title: 'the whole file', reason, present: before.text, wanted: content };
}

const isSame = (left: Json | undefined, right: Json | undefined): boolean =>
  left === undefined || right === undefined ? left === right : isSameJson(left, right);

export const describeConflict = ({ path, title, reason }: Conflict): string =>
  reason === 'edited'
    ? `“${title}” in ${shortPath(path)} was changed by hand since the last sync.`
    : `“${title}” in ${shortPath(path)} was there before Gatehouse ever wrote to it.`;
