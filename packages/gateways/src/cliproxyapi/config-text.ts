import { isDeepStrictEqual } from 'node:util';
import { isMap, parseDocument } from 'yaml';

/** The configuration as values; null for what is no whole configuration. */
function parsed(text: string): Record<string, unknown> | null {
  const document = parseDocument(text, { logLevel: 'silent' });
  if (document.errors.length > 0 || !isMap(document.contents)) return null;
  return document.toJS() as Record<string, unknown>;
}

/** A value of the top level; undefined where it is not set, null where the text is no configuration. */
export function scalarIn(text: string, name: string): unknown {
  const config = parsed(text);
  return config === null ? null : config[name] === null ? undefined : config[name];
}

/**
 * The text with this one value of the top level set, every other byte as it was. Null where that cannot be done by
 * changing or adding one line.
 */
export function withScalar(text: string, name: string, value: number): string | null {
  const line = `${name}: ${value}`;
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const existing = new RegExp(`^${name}[ \\t]*:[^\\r\\n#]*?(?=[ \\t]*(?:#|\\r?$))`, 'm');
  const edited = existing.test(text)
    ? text.replace(existing, line)
    : `${text}${text === '' || text.endsWith('\n') ? '' : end}${line}${end}`;
  const [before, after] = [parsed(text), parsed(edited)];
  // Whatever the file looks like: exactly this value is another one, or nothing is written.
  return before && after && isDeepStrictEqual(after, { ...before, [name]: value }) ? edited : null;
}
