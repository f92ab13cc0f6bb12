import { newId } from '@gatehouse/db/ids';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestServices, type TestServices } from '../testing/index.ts';
import { createSealer, newSecretKey, parseSecretKeys, resealAll, type SealedColumn } from './index.ts';

let test: TestServices;
beforeAll(async () => {
  test = await createTestServices();
});
afterAll(() => test.destroy());

const place = (id: string) => `gateways.management_key_sealed:${id}`;
const columns: SealedColumn[] = [{ table: 'gateways', column: 'management_key_sealed', key: 'id::text', place }];

it('seals all again with the current key, across batches, and leaves what changes meanwhile', async () => {
  const { db } = test.services;
  const [older, newer] = [newSecretKey(), newSecretKey()];
  const before = createSealer(parseSecretKeys(older));
  const both = createSealer(parseSecretKeys(`${newer} ${older}`));
  const ids = Array.from({ length: 1203 }, newId);
  const row = (id: string) => ({
    id,
    name: id,
    kind: 'cliproxyapi' as const,
    base_url: `https://${id}.example.com`,
    management_key_sealed: before.seal(`test-key-${id}`, place(id)),
  });
  await db.insertInto('gateways').values(ids.map(row)).execute();

  // Somebody replaces the first value after it was read: what they wrote must stay.
  const [first = ''] = ids;
  let replaced: Promise<unknown> | undefined;
  const meddling = {
    ...both,
    open(sealed: Buffer, at: string) {
      replaced ??= db
        .updateTable('gateways')
        .set({ management_key_sealed: before.seal('replaced meanwhile', place(first)) })
        .where('id', '=', first)
        .execute();
      return both.open(sealed, at);
    },
  };
  const counted = await resealAll(db, meddling, columns);
  await replaced;
  expect(counted + (await resealAll(db, both, columns))).toBeGreaterThanOrEqual(ids.length);
  expect(await resealAll(db, both, columns)).toBe(0);

  const after = createSealer(parseSecretKeys(newer));
  for (const { id, management_key_sealed } of await db.selectFrom('gateways').selectAll().execute())
    expect(after.open(management_key_sealed, place(id))).toBe(id === first ? 'replaced meanwhile' : `test-key-${id}`);
});
