import type { UnmanagedEntryView } from '@gatehouse/contracts/gateway-upkeep';
import { describe, expect, it } from 'vitest';
import { nameProblem } from './entry-name.ts';
import { factsText, filterUnmanaged, inPortions } from './unmanaged-facts.ts';

const entry = (facts: Partial<UnmanagedEntryView>): UnmanagedEntryView => ({
  key: 'k',
  resource: 'provider-keys',
  label: 'claude key',
  masked: 'sk-test…1234',
  details: {},
  copies: 1,
  isIgnored: false,
  obstacle: null,
  caveat: null,
  takesSecret: false,
  ...facts,
});

describe('entries that are not ours', () => {
  it('are recognised by their facts in one line', () => {
    const details = { provider: 'claude', baseUrl: 'https://api.example.com/v1', models: '12' };
    expect(factsText({ label: 'Spare', details })).toBe('claude · https://api.example.com/v1 · Models: 12');
    expect(factsText({ label: 'claude key', details })).toBe('https://api.example.com/v1 · Models: 12');
    expect(factsText({ label: 'Client key', details: {} })).toBe('');
  });

  it('are found by name, mask, address and obstacle', () => {
    const entries = [
      entry({ key: 'a', details: { baseUrl: 'https://one.example.com' } }),
      entry({ key: 'b', resource: 'client-keys', label: 'Client key', obstacle: 'Another Gatehouse has it.' }),
    ];
    const found = (text: string) => filterUnmanaged(entries, text).map(({ key }) => key);
    expect(found('')).toEqual(['a', 'b']);
    expect(found('one.example')).toEqual(['a']);
    expect(found('1234 another')).toEqual(['b']);
    expect(found('nothing like it')).toEqual([]);
  });

  it('are sent in portions that one call takes, none lost', () => {
    const items = Array.from({ length: 2500 }, (_, index) => index);
    const portions = inPortions(items, 1000);
    expect(portions.map(({ length }) => length)).toEqual([1000, 1000, 500]);
    expect(portions.flat()).toEqual(items);
    expect(inPortions([], 1000)).toEqual([]);
  });

  it('may keep their name', () => {
    expect(nameProblem('')).toBeNull();
    expect(nameProblem('  ')).toBeNull();
    expect(nameProblem('Team budget')).toBeNull();
    expect(nameProblem('x'.repeat(81))).toMatch(/80/);
  });
});
