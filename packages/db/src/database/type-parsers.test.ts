import { sql } from 'kysely';
import { types } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/index.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.destroy());

async function read(expression: string): Promise<unknown> {
  const { rows } = await sql<{ value: unknown }>`select ${sql.raw(expression)} as value`.execute(database.db);
  return rows[0]?.value;
}

test.each([
  ['(select count(*) from generate_series(1, 3))', 3],
  ['9007199254740991::bigint', Number.MAX_SAFE_INTEGER],
  ['-9007199254740991::bigint', Number.MIN_SAFE_INTEGER],
  ['array[1, null, 3]::bigint[]', [1, null, 3]],
  [
    'array[[1, 2], [3, 4]]::bigint[]',
    [
      [1, 2],
      [3, 4],
    ],
  ],
  ["'0.10000000000000000000001'::numeric", '0.10000000000000000000001'],
  ['(select sum(n) from generate_series(1::bigint, 3) as t(n))', '6'],
  ["'2026-03-01'::date", '2026-03-01'],
  ["array['2026-03-01', null]::date[]", ['2026-03-01', null]],
  ["'2026-03-01 12:00:00.123+02'::timestamptz", new Date('2026-03-01T10:00:00.123Z')],
  ["array['2026-03-01 12:00+02']::timestamptz[]", [new Date('2026-03-01T10:00:00Z')]],
  ['\'{"a": [1]}\'::jsonb', { a: [1] }],
  ["'\\x6869'::bytea", Buffer.from('hi')],
])('%s', async (expression, expected) => {
  expect(await read(expression)).toEqual(expected);
});

test.each(['9007199254740992::bigint', 'array[9007199254740993]::bigint[]', '(-9223372036854775808)::bigint'])(
  '%s is refused instead of rounded, and the connection goes on working',
  async (expression) => {
    await expect(read(expression)).rejects.toThrow('larger than 2^53');
    expect(await read('1::bigint')).toBe(1);
  },
);

test('only our pools parse like this', () => {
  const parseInt8 = types.getTypeParser(20) as unknown as (value: string) => unknown;
  expect(parseInt8('5')).toBe('5');
});
