import type { HeldEntry, PlanAction, PlannedChange, ResourcePlan } from '@gatehouse/contracts/gateway-upkeep';
import { describe, expect, it } from 'vitest';
import { actionCounts, agreeingCount, isAnythingToApply, planSummary } from './plan-counts.ts';

const change = (action: PlanAction): PlannedChange => ({
  entryId: crypto.randomUUID(),
  action,
  label: 'Laptop',
  masked: null,
  ownerName: null,
  fields: [],
});
const held = (reason: HeldEntry['reason']): HeldEntry => ({
  entryId: crypto.randomUUID(),
  label: 'Laptop',
  masked: null,
  ownerName: null,
  status: 'drifted',
  reason,
  problem: null,
});
const plan = (...resources: Partial<ResourcePlan>[]) => ({
  resources: resources.map((given) => ({
    resource: 'client-keys' as const,
    changes: [],
    held: [],
    agreeing: 0,
    unmanaged: [],
    ...given,
  })),
});

describe('a plan in short', () => {
  it('says that there is nothing to do, however much agrees', () => {
    const idle = plan({ agreeing: 7 }, { agreeing: 5 });
    expect(planSummary(idle)).toBe('Nothing to do');
    expect(agreeingCount(idle)).toBe(12);
    expect(isAnythingToApply(idle)).toBe(false);
  });

  it('adds up what is done to all lists, in a fixed order', () => {
    const busy = plan(
      { changes: [change('remove'), change('add')] },
      { changes: [change('add'), change('clear')], held: [held('policy')] },
    );
    expect(actionCounts(busy)).toEqual([
      { action: 'add', count: 2 },
      { action: 'remove', count: 1 },
      { action: 'clear', count: 1 },
    ]);
    expect(planSummary(busy)).toBe('2 to add, 1 to remove, 1 to clear, 1 held');
  });

  it('counts accounts as well', () => {
    const name = { accountId: 'a', provider: 'codex', name: 'Plus', ownerName: 'Ada' };
    const accounts = {
      changes: [{ ...name, actions: ['disable' as const], fields: [] }],
      held: [],
      agreeing: 2,
      unclaimed: [],
    };
    expect(planSummary({ ...plan(), accounts })).toBe('1 account');
    expect(agreeingCount({ ...plan(), accounts })).toBe(2);
    expect(isAnythingToApply({ ...plan(), accounts })).toBe(true);
    const gone = { ...name, status: 'drifted' as const, reason: 'gone' as const, problem: null };
    expect(isAnythingToApply({ ...plan(), accounts: { ...accounts, changes: [], held: [gone] } })).toBe(false);
  });

  it('can be applied to what is held for a decision, not to what the gateway still has to load', () => {
    expect(isAnythingToApply(plan({ changes: [change('collapse')] }))).toBe(true);
    for (const reason of ['conflict', 'rejected', 'policy'] as const)
      expect(isAnythingToApply(plan({ held: [held(reason)] }))).toBe(true);
    expect(isAnythingToApply(plan({ held: [held('not-live')] }))).toBe(false);
  });
});
