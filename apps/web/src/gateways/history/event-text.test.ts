import { eventKinds } from '@gatehouse/contracts/gateway-upkeep';
import { describe, expect, it } from 'vitest';
import { eventDetails, eventTitle, outcomeText } from './event-text.ts';
import { joinPages } from './join-pages.ts';

describe('events in words', () => {
  it('names the entry that something happened to', () => {
    expect(eventTitle({ kind: 'missing', label: 'claude · Team' })).toEqual({
      subject: 'claude · Team',
      text: 'was taken out',
    });
    expect(eventTitle({ kind: 'changed', label: null }).subject).toBe('An entry');
    expect(eventTitle({ kind: 'restarted', label: null }).subject).toBeNull();
  });

  it('says from what to what, and why, in the words of the rest of the dashboard', () => {
    const health = { from: 'healthy', to: 'unreachable', problem: 'timeout' };
    expect(eventDetails({ kind: 'health-changed', details: health })).toEqual([
      'Healthy → Unreachable',
      'The gateway did not answer in time',
    ]);
    expect(eventDetails({ kind: 'version-changed', details: { from: '7.1', to: '7.2' } })).toEqual(['7.1 → 7.2']);
    expect(eventDetails({ kind: 'rival-suspected', details: { reason: 'sentinel' } })[0]).toContain(
      'another installation',
    );
    expect(eventDetails({ kind: 'restarted', details: { at: '2026-01-02T03:04:05Z' } })[0]).toContain('2 Jan 2026');
    expect(eventDetails({ kind: 'changed', details: { changedBy: 'Priya' } })).toEqual(['Changed by: Priya']);
  });

  it('shows what it has no words for as it is', () => {
    const unknown = { from: 'purple', to: 'green', problem: 'moon', reason: 'why not', at: 'noon' };
    expect(eventDetails({ kind: 'health-changed', details: unknown })).toEqual([
      'purple → green',
      'moon',
      'why not',
      'noon',
    ]);
    for (const kind of eventKinds) expect(eventDetails({ kind, details: {} })).toEqual([]);
  });

  it('tells what is still open', () => {
    const event = { kind: 'changed', resolvedAt: null } as const;
    expect(outcomeText({ ...event, action: 'held' })).toBe('Waits for a decision');
    expect(outcomeText({ ...event, action: 'reported' })).toBe('Still different');
    expect(outcomeText({ ...event, action: 'repairing' })).toBe('Not confirmed yet');
    expect(outcomeText({ ...event, action: 'held', resolvedAt: new Date(0) })).toBe('As wanted again');
    expect(outcomeText({ kind: 'restarted', action: null, resolvedAt: new Date(0) })).toBeNull();
  });
});

it('joins pages without saying anything twice, the newer one being right', () => {
  const newer = [
    { id: '3', state: 'new' },
    { id: '2', state: 'new' },
  ];
  const older = [
    { id: '2', state: 'old' },
    { id: '1', state: 'old' },
  ];
  expect(joinPages(newer, older).map(({ id, state }) => `${id} ${state}`)).toEqual(['3 new', '2 new', '1 old']);
});
