import type { ApplyOutcome } from '@gatehouse/gateways/driver';
import { describe, expect, it } from 'vitest';
import { backoffMs, type Finding, settle } from './settle.ts';

const now = new Date('2026-01-01T12:00:00Z');
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
const fresh = {
  id: '1',
  generation: 2,
  observed_generation: 1,
  status: 'pending',
  desired: 'present',
  reverted_at: [],
  attempts: 0,
} as const satisfies Partial<Finding['row']>;
const confirmed = { ...fresh, status: 'applied', observed_generation: 2 } as const;
const finding = (parts: Partial<Omit<Finding, 'row'>> & { row?: Partial<Finding['row']> }): Finding => ({
  before: 'missing',
  after: 'agrees',
  outcome: null,
  now,
  ...parts,
  row: { ...fresh, reverted_at: [], ...parts.row },
});
const acknowledged: ApplyOutcome = { outcome: 'applied', writes: 1 };
const failed = (outcome: 'rejected' | 'unknown', code: 'refused' | 'list_moved' | 'timeout'): ApplyOutcome => ({
  outcome,
  problem: { code, message: 'why' },
  writes: 0,
});

describe('settle', () => {
  it.each<[string, Parameters<typeof finding>[0], object | null]>([
    ['confirms what was read back', { outcome: acknowledged }, { status: 'applied', isConfirmed: true, attempts: 0 }],
    [
      'confirms after a lost reply',
      { outcome: failed('unknown', 'timeout') },
      { status: 'applied', isConfirmed: true },
    ],
    ['writes nothing where nothing is new', { row: confirmed, before: 'agrees' }, null],
    [
      'keeps a lost write as unknown',
      { after: 'missing', outcome: failed('unknown', 'timeout') },
      { status: 'unknown', problem: { code: 'timeout' }, attempts: 1 },
    ],
    [
      'tries again when the list had moved',
      { after: 'missing', outcome: failed('rejected', 'list_moved') },
      { status: 'pending', problem: { code: 'list_moved' } },
    ],
    [
      'stops at a refusal',
      { after: 'missing', outcome: failed('rejected', 'refused') },
      { status: 'rejected', problem: { code: 'refused' } },
    ],
    [
      'gives an acknowledged write that is not there a second chance',
      { after: 'missing', outcome: acknowledged, row: { attempts: 1 } },
      { status: 'pending', attempts: 2 },
    ],
    [
      'says dropped after the third',
      { after: 'missing', outcome: acknowledged, row: { attempts: 2 } },
      { status: 'rejected', problem: { code: 'dropped' } },
    ],
    [
      'does not count as dropped what failed for other reasons before',
      {
        after: 'missing',
        outcome: acknowledged,
        row: { attempts: 7, problem: { code: 'server_error', message: 'x' } },
      },
      { status: 'pending', problem: null, attempts: 1 },
    ],
    [
      'asks when a removed one does not go',
      { before: 'lingers', after: 'lingers', outcome: acknowledged, row: { attempts: 2, desired: 'absent' } },
      { status: 'conflict', problem: { code: 'keeps_changing' } },
    ],
    [
      'waits for the data plane',
      { after: 'not-live', outcome: acknowledged },
      { status: 'pending', problem: { code: 'not_live' } },
    ],
    [
      'takes a confirmed entry that is not live for a reload',
      { row: confirmed, before: 'not-live', after: 'not-live' },
      { status: 'applied', attempts: 1 },
    ],
    [
      'and says so the second time',
      { row: { ...confirmed, attempts: 1 }, before: 'not-live', after: 'not-live' },
      { status: 'pending', problem: { code: 'not_live' } },
    ],
    [
      'counts a repaired drift',
      { row: confirmed, outcome: acknowledged },
      { status: 'applied', wasReverted: true, isConfirmed: true },
    ],
    [
      'stops at the third reversal in ten minutes',
      { row: { ...confirmed, reverted_at: [minutesAgo(9), minutesAgo(1)] }, after: 'missing' },
      { status: 'conflict', problem: { code: 'keeps_changing' }, wasReverted: true },
    ],
    [
      'forgets reversals after ten minutes',
      { row: { ...confirmed, reverted_at: [minutesAgo(11), minutesAgo(1)] }, outcome: acknowledged },
      { status: 'applied', wasReverted: true },
    ],
    ['leaves a held entry alone', { row: { status: 'conflict' }, after: 'missing' }, null],
    ['confirms a held entry that agrees after all', { row: { status: 'rejected' } }, { status: 'applied' }],
  ])('%s', (_, parts, expected) => {
    const update = settle(finding(parts));
    if (expected === null) expect(update).toBeNull();
    else expect(update).toMatchObject(expected);
  });

  it('waits longer each time, at most five minutes', () => {
    expect([1, 2, 3, 9, 10, 50].map(backoffMs)).toEqual([1000, 2000, 4000, 256_000, 300_000, 300_000]);
  });
});
