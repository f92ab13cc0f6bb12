/** A text, or something that a shell works out itself when it reads the file. */
export type VariableValue = string | { expression: string };

/** A file of variables that both a shell and the usual readers of such files understand, in the given order. */
export const dotenvOf = (variables: Record<string, VariableValue>): string =>
  Object.entries(variables)
    .map(([name, value]) => `${name}=${typeof value === 'string' ? quoted(value) : `"${value.expression}"`}\n`)
    .join('');

/** Without quotes where nothing has to be quoted, as some readers take quotes for a part of the value. */
function quoted(value: string): string {
  const line = value.replace(/\p{Cc}+/gu, ' ');
  if (/^[\w./:@%+=,-]+$/.test(line)) return line;
  if (!line.includes("'")) return `'${line}'`;
  return `"${line.replace(/[\\"$`]/g, '\\$&')}"`;
}
