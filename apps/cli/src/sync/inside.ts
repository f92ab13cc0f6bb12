import type { Json } from '../edit/value.ts';
import { isSameJson } from '../edit/value.ts';

export type InnerChange = { path: string[]; kind: 'added' | 'updated' | 'removed' };

/** Where two values differ, as deep as both are objects. Only the places, never the values: they may be secret. */
export function innerChanges(before: Json | undefined, after: Json | undefined, path: string[] = []): InnerChange[] {
  if (after === undefined) return before === undefined ? [] : [{ path, kind: 'removed' }];
  if (before === undefined) return [{ path, kind: 'added' }];
  if (isSameJson(before, after)) return [];
  if (!isObject(before) || !isObject(after)) return [{ path, kind: 'updated' }];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key) => innerChanges(before[key], after[key], [...path, key]));
}

const isObject = (value: Json): value is Record<string, Json> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
