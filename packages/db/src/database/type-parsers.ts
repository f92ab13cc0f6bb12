import { types as builtin, TypeOverrides } from 'pg';

const oid = { int8: 20, date: 1082, int8Array: 1016, dateArray: 1182, numeric: 1700, textArray: 1009 };

/** int8 → number (refused beyond 2^53), numeric → string, date → 'YYYY-MM-DD', timestamptz → Date. */
export function createTypeParsers(): InstanceType<typeof TypeOverrides> {
  const parsers = new TypeOverrides();
  const parseArray = builtin.getTypeParser(oid.textArray) as unknown as (value: string) => NestedText;
  parsers.setTypeParser(oid.int8, parseInt8);
  parsers.setTypeParser(oid.int8Array, (value) => mapNested(parseArray(value), parseInt8));
  parsers.setTypeParser(oid.numeric, (value) => value);
  parsers.setTypeParser(oid.date, (value) => value);
  parsers.setTypeParser(oid.dateArray, parseArray);
  return parsers;
}

type NestedText = (string | null | NestedText)[];
type Nested<T> = (T | null | Nested<T>)[];

function mapNested<T>(values: NestedText, parse: (value: string) => T): Nested<T> {
  return values.map((value) => {
    if (value === null) return null;
    return Array.isArray(value) ? mapNested(value, parse) : parse(value);
  });
}

function parseInt8(value: string): number {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  throw new RangeError('A bigint from the database is larger than 2^53 - 1; select it as text instead');
}
