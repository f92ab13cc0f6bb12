export type YamlValue = string | number | boolean | YamlValue[] | { [key: string]: YamlValue | undefined };

/** In block style. The library that reads such files takes ten times as long to write one. */
export function yamlOf(document: { [key: string]: YamlValue | undefined }): string {
  const lines: string[] = [];
  writeRecord(lines, document, '', '');
  return lines.join('\n');
}

/** `first` is what the first line begins with: the hyphen of the item that it is. */
function writeRecord(lines: string[], record: { [key: string]: YamlValue | undefined }, indent: string, first: string) {
  let start = first;
  for (const key of Object.keys(record)) {
    const item = record[key];
    if (item === undefined) continue;
    if (isBlock(item)) {
      lines.push(`${start}${scalarOf(key)}:`);
      writeBlock(lines, item, `${indent}  `, `${indent}  `);
    } else lines.push(`${start}${scalarOf(key)}: ${scalarOf(item)}`);
    start = indent;
  }
}

function writeBlock(lines: string[], value: YamlValue & object, indent: string, first: string) {
  if (!Array.isArray(value)) return writeRecord(lines, value, indent, first);
  let start = first;
  for (const item of value) {
    if (isBlock(item)) writeBlock(lines, item, `${indent}  `, `${start}- `);
    else lines.push(`${start}- ${scalarOf(item)}`);
    start = indent;
  }
}

const isBlock = (value: YamlValue): value is YamlValue & object =>
  typeof value === 'object' && Object.keys(value).length > 0;

/** Without quotes only what nobody takes for anything but a text; a text in JSON is one in YAML, too. */
function scalarOf(value: YamlValue): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  return plain.test(value) && !reserved.test(value) ? value : JSON.stringify(value);
}
const plain = /^[A-Za-z]([\w./:@+-]*[\w/])?$/;
const reserved = /^(true|false|null|yes|no|on|off|y|n)$/i;
