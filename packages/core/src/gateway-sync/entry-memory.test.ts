import { expect, it } from 'vitest';
import { recall, remember, withRecorded, withSame, withUnconfirmed } from './entry-memory.ts';
import type { EntryRow, UnconfirmedRow } from './repository.ts';

const row = (id: string, more: Partial<EntryRow> = {}): EntryRow => ({
  id,
  resource: 'provider-keys',
  owner_user_id: null,
  natural_key_hmac: Buffer.from(id),
  spec_sealed: Buffer.from(`spec ${id}`),
  base_sealed: Buffer.from(`spec ${id}`),
  desired: 'present',
  generation: 1,
  observed_generation: 1,
  status: 'applied',
  problem: null,
  applied_at: null,
  reverted_at: [],
  attempts: 0,
  ...more,
});
const due = (id: string, more: Partial<EntryRow> = {}): UnconfirmedRow => ({
  ...row(id, { status: 'pending', generation: 2, ...more }),
  is_due: true,
});
const fence = (holder: string, epoch: number) => ({ fence: { name: 'gateway-sync:1', holder, epoch } });

it('takes what the database shows as unconfirmed, and everything else as it was', () => {
  const [a, b] = [row('a'), row('b')];
  const [changed, added] = [due('b'), due('c')];
  const rows = withUnconfirmed([a, b], [changed, added]);
  expect(rows?.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  expect(rows?.[0]).toBe(a);
  expect(rows?.[1]).toBe(changed);
});

it('knows nothing where a row that waited does so no more: somebody who was not the writer did that', () => {
  expect(withUnconfirmed([row('a', { status: 'unknown' })], [])).toBeNull();
  expect(withUnconfirmed(undefined, [due('a')])).toBeNull();
});

it.each([
  ['generation', { generation: 2 }],
  ['status', { status: 'conflict' as const }],
  ['spec', { spec_sealed: Buffer.from('another') }],
  ['base', { base_sealed: null }],
  ['when it was confirmed', { applied_at: new Date(0) }],
  ['reversals', { reverted_at: [new Date(0)] }],
  ['owner', { owner_user_id: 'somebody' }],
  ['attempts', { attempts: 1 }],
])('what was read anew with another %s is another row; what is equal is the same', (_, more) => {
  const known = row('a', { reverted_at: [] });
  expect(withSame([known], [row('a')])[0]).toBe(known);
  const fresh = row('a', more);
  expect(withSame([known], [fresh])[0]).toBe(fresh);
});

it('has what a run wrote down as the database has it', () => {
  const [a, b, written] = [row('a'), row('b'), row('b', { attempts: 3 })];
  expect(withRecorded([a, b], [written])).toEqual([a, written]);
});

it('is only for who comes right after the run that left it, and only once', () => {
  const driver = {} as never;
  const rows = new Map([['provider-keys' as const, [row('a')]]]);
  const leave = () => remember(driver, fence('me', 7), rows);
  leave();
  expect(recall(driver, { predecessor: { holder: 'me', epoch: 7 } })).toBe(rows);
  expect(recall(driver, { predecessor: { holder: 'me', epoch: 7 } }).size).toBe(0);
  for (const predecessor of [null, { holder: 'me', epoch: 6 }, { holder: 'other', epoch: 7 }]) {
    leave();
    expect(recall(driver, { predecessor }).size).toBe(0);
  }
});
