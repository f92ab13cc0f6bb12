import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Finding, isToBeWritten, settle } from './settle.ts';
import { channelWish, isAsWished, ownedItems } from './wish.ts';

const now = new Date('2030-01-01T00:00:00Z');
const finding = (edit: Partial<Finding> & { status?: Finding['row']['status'] }): Finding => ({
  before: false,
  after: false,
  outcome: { outcome: 'applied', writes: 1 },
  now,
  isReportOnly: false,
  ...edit,
  row: {
    status: 'pending',
    reverted_at: [],
    attempts: 0,
    ...(edit.status ? { status: edit.status } : {}),
    ...edit.row,
  },
});
const problem = (code: 'refused' | 'server_error') => ({ code, message: 'x' });

describe('what a run makes of a setting', () => {
  it('confirms only what was read back', () => {
    expect(settle(finding({ after: true }))).toMatchObject({ status: 'applied', event: null });
    expect(settle(finding({}))).toMatchObject({ status: 'pending', attempts: 1 });
    expect(settle(finding({ status: 'applied', before: true, after: true, outcome: null }))).toBeNull();
  });

  it('reads back what was lost, tries again what failed, and gives up what is refused or left out', () => {
    const outcome = { outcome: 'unknown', problem: problem('server_error'), writes: 1 } as const;
    expect(settle(finding({ outcome }))).toMatchObject({ status: 'unknown', retryInMs: 1000 });
    expect(settle(finding({ outcome, after: true }))).toMatchObject({ status: 'applied' });
    const rejected = (code: 'refused' | 'server_error') =>
      settle(finding({ outcome: { outcome: 'rejected', problem: problem(code), writes: 0 } }));
    expect([rejected('server_error')?.status, rejected('refused')?.status]).toEqual(['pending', 'rejected']);
    expect(settle(finding({ row: { status: 'pending', reverted_at: [], attempts: 4 } }))).toMatchObject({
      status: 'rejected',
      problem: { code: 'dropped' },
    });
  });

  it('does not take for left out what failed for other reasons, or was not written', () => {
    const row = { status: 'pending', reverted_at: [], attempts: 7, problem: problem('server_error') } as const;
    expect(settle(finding({ row: { ...row, reverted_at: [] } }))).toMatchObject({ status: 'pending', attempts: 1 });
    const unwritten = finding({ row: { ...row, reverted_at: [], problem: null }, outcome: null });
    expect(settle(unwritten)).toBeNull();
  });

  it('repairs or reports what others changed, as the gateway’s policy says, and stops at the third time', () => {
    expect(settle(finding({ status: 'applied', after: true }))).toMatchObject({ status: 'applied', event: 'repaired' });
    const reported = finding({ status: 'applied', isReportOnly: true, outcome: null });
    expect(isToBeWritten(reported)).toBe(false);
    expect(settle(reported)).toMatchObject({ status: 'drifted', event: 'reported' });
    expect(isToBeWritten(finding({ isReportOnly: true }))).toBe(true);
    const reverted_at = [new Date(now.getTime() - 1000), new Date(now.getTime() - 2000)];
    const third = finding({ row: { status: 'applied', reverted_at, attempts: 0 }, outcome: null });
    expect(isToBeWritten(third)).toBe(false);
    expect(settle(third)).toMatchObject({ status: 'conflict', event: 'held' });
    expect(isToBeWritten(finding({ status: 'conflict' }))).toBe(false);
  });
});

describe('the merge of a channel', () => {
  const item = fc.stringMatching(/^[a-f]$/);
  const items = fc.uniqueArray(item, { maxLength: 6 });

  it('gives what is wanted plus strangers, once; what was ours and is not wanted goes', () => {
    fc.assert(
      fc.property(items, items, items, (desired, base, observed) => {
        const wish = channelWish(desired, base);
        const absent = new Set(wish.absent);
        const applied = [...new Set([...observed.filter((one) => !absent.has(one)), ...desired])];
        expect(isAsWished(applied, wish)).toBe(true);
        const strangers = observed.filter((one) => !desired.includes(one) && !base.includes(one));
        expect(strangers.every((one) => applied.includes(one))).toBe(true);
        expect(new Set(applied)).toEqual(
          new Set([...strangers, ...desired, ...observed.filter((one) => desired.includes(one))]),
        );
      }),
    );
  });

  it('forgets nothing that an unconfirmed edit may have left at the gateway', () => {
    fc.assert(
      fc.property(items, items, items, (first, second, third) => {
        const base = ownedItems(first, second);
        const { absent } = channelWish(third, base);
        for (const one of [...first, ...second]) expect(third.includes(one) || absent.includes(one)).toBe(true);
      }),
    );
  });
});
