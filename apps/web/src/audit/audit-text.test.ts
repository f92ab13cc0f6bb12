import type { AuditEntryView } from '@gatehouse/contracts/audit';
import { describe, expect, it } from 'vitest';
import { actionText, detailsText, filterEntries } from './audit-text.ts';

const entry = (facts: Partial<AuditEntryView>): AuditEntryView => ({
  id: '1',
  at: new Date(0),
  actor: 'Priya',
  action: 'provider-key.contributed',
  resource: 'provider-key',
  resourceId: null,
  details: { name: 'Team budget', baseUrl: null },
  requestId: 'req-12345678',
  ...facts,
});

describe('audit entries', () => {
  it('reads as a sentence', () => {
    expect(actionText('provider-key.contributed')).toBe('Provider key contributed');
    expect(detailsText({ name: 'Team budget', baseUrl: null, isActive: false })).toBe(
      'name: Team budget · isActive: false',
    );
  });

  it('is found by any of its words', () => {
    const entries = [entry({}), entry({ id: '2', actor: 'Jonas', action: 'session.started', details: {} })];
    const found = (text: string) => filterEntries(entries, text).map(({ id }) => id);
    expect(found('')).toEqual(['1', '2']);
    expect(found('priya key contributed')).toEqual(['1']);
    expect(found('SESSION jonas')).toEqual(['2']);
    expect(found('req-1234 budget')).toEqual(['1']);
    expect(found('priya session')).toEqual([]);
  });
});
