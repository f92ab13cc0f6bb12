import { isObject, type Json, type Path } from '../value.ts';

/** A key as it is written: bare where that is allowed. */
export const keyText = (name: string): string => (/^[A-Za-z0-9_-]+$/.test(name) ? name : stringText(name));
export const pathText = (path: Path): string => path.map((step) => keyText(String(step))).join('.');

/** JSON's escapes are TOML's, but for one control character. */
const stringText = (value: string): string => JSON.stringify(value).replaceAll('\u007f', '\\u007f');

export function inlineText(value: Json): string {
  if (value === null) return '""';
  if (typeof value === 'string') return stringText(value);
  if (Array.isArray(value)) return `[${value.map(inlineText).join(', ')}]`;
  if (!isObject(value)) return String(value);
  const members = Object.entries(value).map(([key, inner]) => `${keyText(key)} = ${inlineText(inner)}`);
  return members.length > 0 ? `{ ${members.join(', ')} }` : '{}';
}

export const isTableList = (value: Json): value is Record<string, Json>[] =>
  Array.isArray(value) && value.length > 0 && value.every(isObject);

/** `[path]` with its keys, the objects in it as sections of their own behind it. */
export function sectionText(path: Path, value: Record<string, Json>, eol: string, isItem = false): string {
  const entries = Object.entries(value);
  const plain = entries.filter(([, inner]) => !isObject(inner));
  const inner = entries.flatMap(([key, each]) => (isObject(each) ? [[key, each] as const] : []));
  const lines = plain.map(([key, each]) => `${keyText(key)} = ${inlineText(each)}${eol}`);
  const heading = isItem ? `[[${pathText(path)}]]${eol}` : `[${pathText(path)}]${eol}`;
  const isHeadingNeeded = isItem || lines.length > 0 || inner.length === 0;
  const own = isHeadingNeeded ? [heading + lines.join('')] : [];
  return [...own, ...inner.map(([key, each]) => sectionText([...path, key], each, eol))].join(eol);
}
