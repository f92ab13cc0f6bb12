import { entryStatuses, type GatewayEntryView } from '@gatehouse/contracts/gateways';
import { describe, expect, it } from 'vitest';
import { countEach, filterEntries } from './filter-entries.ts';

const entry = (id: string, facts: Partial<GatewayEntryView>, status: GatewayEntryView['state']['status'] = 'applied') =>
  ({
    id,
    resource: 'provider-keys',
    label: 'claude · Team budget',
    ownerName: 'Priya',
    state: { status, desired: 'present', problem: null, appliedAt: null },
    generation: 1,
    observedGeneration: 1,
    ...facts,
  }) satisfies GatewayEntryView;

const entries = [
  entry('1', {}),
  entry('2', { resource: 'client-keys', label: 'Laptop', ownerName: 'Jonas' }, 'conflict'),
  entry('3', { resource: 'client-keys', label: 'Sentinel', ownerName: null }, 'pending'),
  entry('4', {
    label: 'gemini · spare',
    state: {
      status: 'rejected',
      desired: 'present',
      problem: { code: 'dropped', message: 'The gateway drops it.' },
      appliedAt: null,
    },
  }),
];

describe('entries of a gateway', () => {
  const found = (filter: Partial<Parameters<typeof filterEntries>[1]>) =>
    filterEntries(entries, { text: '', status: null, resource: null, ...filter }).map(({ id }) => id);

  it('are narrowed down by state, kind and words together', () => {
    expect(found({})).toEqual(['1', '2', '3', '4']);
    expect(found({ status: 'conflict' })).toEqual(['2']);
    expect(found({ resource: 'client-keys' })).toEqual(['2', '3']);
    expect(found({ resource: 'client-keys', text: 'jonas' })).toEqual(['2']);
    expect(found({ resource: 'provider-keys', status: 'conflict' })).toEqual([]);
  });

  it('are found by what is shown of them', () => {
    expect(found({ text: 'PRIYA budget' })).toEqual(['1']);
    expect(found({ text: 'gatehouse' })).toEqual(['3']);
    expect(found({ text: 'drops' })).toEqual(['4']);
    expect(found({ text: 'provider key rejected' })).toEqual(['4']);
  });

  it('are counted by state, in the order of the states', () => {
    expect(countEach(entries, entryStatuses, (one) => one.state.status)).toEqual([
      { value: 'pending', count: 1 },
      { value: 'applied', count: 1 },
      { value: 'conflict', count: 1 },
      { value: 'rejected', count: 1 },
    ]);
  });
});
