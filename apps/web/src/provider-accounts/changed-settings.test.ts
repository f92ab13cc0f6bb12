import { expect, it } from 'vitest';
import { changedSettings } from './changed-settings.ts';

it('names what an edit changed, and empties what was emptied', () => {
  const before = { note: 'spare', priority: 3, weight: 2, excludedModels: ['x-*'] };
  expect(changedSettings(before, before)).toBeUndefined();
  expect(changedSettings({}, { note: '', excludedModels: [], prefix: '' })).toBeUndefined();
  expect(changedSettings(before, { ...before, prefix: 'team' })).toEqual({ prefix: 'team' });
  expect(changedSettings(before, {})).toEqual({ note: '', priority: 0, weight: 1, excludedModels: [] });
});
