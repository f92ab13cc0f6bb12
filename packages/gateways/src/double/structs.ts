/** How one field of an entry is typed in the gateway; anything that does not fit makes a whole body invalid. */
export type Kind =
  | 'string'
  | 'int'
  | 'bool'
  | 'optional-int'
  | 'optional-bool'
  | 'strings'
  | 'string-map'
  | { list: Struct }
  | { record: Struct };

/** `always`: shown even when empty. Other fields are left out of answers when they hold their zero value. */
export type Field = { name: string; kind: Kind; always?: boolean };
export type Struct = readonly Field[];
export type Entry = Record<string, unknown>;

export class InvalidBody extends Error {}

const isObject = (value: unknown): value is Entry =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads an entry as the gateway's decoder does: names in any case, unknown fields ignored, null leaves the zero value. */
export function decode(struct: Struct, value: unknown): Entry {
  if (value === null) return {};
  if (!isObject(value)) throw new InvalidBody();
  const entry: Entry = {};
  for (const [name, raw] of Object.entries(value)) {
    const field = struct.find((item) => item.name === name) ?? struct.find((item) => item.name === name.toLowerCase());
    if (field && raw !== null) entry[field.name] = decodeKind(field.kind, raw);
  }
  return entry;
}

function decodeKind(kind: Kind, raw: unknown): unknown {
  if (typeof kind === 'object') {
    if ('record' in kind) return decode(kind.record, raw);
    return arrayOf(raw).map((item) => decode(kind.list, item));
  }
  switch (kind) {
    case 'string':
      return check(raw, typeof raw === 'string');
    case 'int':
    case 'optional-int':
      return check(raw, Number.isInteger(raw));
    case 'bool':
    case 'optional-bool':
      return check(raw, typeof raw === 'boolean');
    case 'strings':
      return arrayOf(raw).map((item) => (item === null ? '' : check(item, typeof item === 'string')));
    case 'string-map':
      if (!isObject(raw)) throw new InvalidBody();
      return Object.fromEntries(
        Object.entries(raw).map(([key, item]) => [key, item === null ? '' : check(item, typeof item === 'string')]),
      );
  }
}

function check(value: unknown, isValid: boolean): unknown {
  if (!isValid) throw new InvalidBody();
  return value;
}

function arrayOf(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new InvalidBody();
  return value;
}

const zeroOf = (kind: Kind): unknown => {
  if (kind === 'string') return '';
  if (kind === 'int') return 0;
  if (kind === 'bool') return false;
  return null;
};

function isZero(kind: Kind, value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (kind === 'string') return value === '';
  if (kind === 'int') return value === 0;
  if (kind === 'bool') return value === false;
  if (kind === 'strings' || (typeof kind === 'object' && 'list' in kind))
    return Array.isArray(value) && value.length === 0;
  return kind === 'string-map' && isObject(value) && Object.keys(value).length === 0;
}

/** The entry as the gateway prints it: its own order of fields, zero values left out. */
export function encode(struct: Struct, entry: Entry): Entry {
  const printed: Entry = {};
  for (const { name, kind, always } of struct) {
    const value = entry[name];
    if (isZero(kind, value)) {
      if (always) printed[name] = value ?? zeroOf(kind);
      continue;
    }
    printed[name] = encodeKind(kind, value);
  }
  return printed;
}

function encodeKind(kind: Kind, value: unknown): unknown {
  if (typeof kind !== 'object') return value;
  if ('record' in kind) return isObject(value) ? encode(kind.record, value) : value;
  return Array.isArray(value) ? value.map((item: Entry) => encode(kind.list, item)) : value;
}
