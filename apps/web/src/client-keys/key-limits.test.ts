import type { ClientKeyView } from '@gatehouse/contracts/client-keys';
import { expect, it } from 'vitest';
import { changedOnly, limitWords, localMinute } from './key-limits.ts';

const expiresAt = new Date('2035-01-31T10:20:30Z');
const key = {
  name: 'Laptop',
  limits: { models: ['a', 'b'], maxBudget: '25', budgetDuration: '30d', rpmLimit: 60, tpmLimit: null },
  expiresAt,
  team: { id: 't', name: 'Platform' },
} as ClientKeyView;

it('says each limit in a few words', () => {
  expect(limitWords(key)).toEqual(['2 models', '25 USD per 30d', '60 requests/min']);
  const none = { models: null, maxBudget: null, budgetDuration: null, rpmLimit: null, tpmLimit: null };
  expect(limitWords({ limits: none })).toEqual([]);
  expect(limitWords({ limits: { ...none, models: ['a'] } })).toEqual(['1 model']);
});

it('sends only what an edit changed', () => {
  const untouched = {
    name: 'Laptop',
    models: ['a', 'b'],
    maxBudget: '25',
    budgetDuration: '30d',
    rpmLimit: 60,
    tpmLimit: null,
    expiresAt: new Date(localMinute(expiresAt)),
    teamId: 't',
  };
  expect(Object.values(changedOnly(untouched, key)).every((value) => value === undefined)).toBe(true);
  const edit = { ...untouched, id: 'x', models: null, tpmLimit: 5, expiresAt: null, teamId: null };
  expect(changedOnly(edit, key)).toMatchObject({ id: 'x', models: null, tpmLimit: 5, expiresAt: null, teamId: null });
});
