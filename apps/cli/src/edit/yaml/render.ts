import { stringify } from 'yaml';
import type { Json } from '../value.ts';

const options = { lineWidth: 0, blockQuote: false, doubleQuotedMinMultiLineLength: 1e9, compat: 'yaml-1.1' } as const;

/** A value that stays on the line of its key. */
export const isInline = (value: Json): boolean =>
  typeof value !== 'object' || value === null || Object.keys(value).length === 0;

/** Lines whose followers are indented by `indent` spaces. */
export const blockText = (value: Json, indent: number, eol: string): string =>
  stringify(value, options)
    .trimEnd()
    .split('\n')
    .join(eol + ' '.repeat(indent));

/** JSON is YAML: for what stands between braces or brackets. */
export const flowText = (value: Json): string => JSON.stringify(value);
export const keyText = (key: string): string => stringify(key, options).trimEnd();
