import { withTransaction } from '@gatehouse/db/errors';
import { newId } from '@gatehouse/db/ids';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestServices, type TestServices } from '../testing/index.ts';
import { randomShareCode, showShareCode } from './codes.ts';
import { insertShare } from './repository.ts';

let test: TestServices;
beforeAll(async () => {
  test = await createTestServices();
});
afterAll(() => test?.destroy());

it('a code has 32 different characters in eight places: 40 bits', () => {
  const codes = Array.from({ length: 2000 }, randomShareCode);
  expect(new Set(codes).size).toBe(codes.length);
  for (let place = 0; place < 8; place += 1) expect(new Set(codes.map((code) => code[place])).size).toBe(32);
  expect(codes.join('')).toMatch(/^[A-HJ-NP-Z2-9]+$/);
  expect(showShareCode('ABCD2345')).toBe('ABCD-2345');
});

it('a code that is taken is thrown again', async () => {
  const { userId } = await test.createUser();
  const codes = ['AAAAAAAA', 'AAAAAAAA', 'AAAAAAAA', 'BBBBBBBB'];
  const insert = () =>
    withTransaction(test.services.db, (tx) =>
      insertShare(tx, { id: newId(), userId, name: 'Ours' }, () => codes.shift() ?? 'AAAAAAAA'),
    );
  expect(await insert()).toBe('AAAAAAAA');
  expect(await insert()).toBe('BBBBBBBB');
  await expect(insert()).rejects.toThrow(/random source/);
});
