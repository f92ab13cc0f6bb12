import { describe, expect, it } from 'vitest';
import { changesBetween, checkSupported, editedLimits, limitsFrom, limitsOf } from './limits.ts';

const none = limitsFrom({});
const payload = (code: string) => expect.objectContaining({ payload: expect.objectContaining({ code }) });

describe('limits of a client key', () => {
  it('keeps what is not given, takes away what is null, and knows no period without a budget', () => {
    const limits = editedLimits(none, { maxBudget: '5', budgetDuration: '30d', rpmLimit: 3 });
    expect(editedLimits(limits, { rpmLimit: 4 })).toEqual({ ...limits, rpmLimit: 4 });
    expect(editedLimits(limits, { maxBudget: null })).toEqual({ ...none, rpmLimit: 3 });
    expect(() => editedLimits(none, { budgetDuration: '30d' })).toThrow(payload('invalid_input'));
  });

  it('says by name which gateway cannot do what', () => {
    const asked = { models: ['a'], rpmLimit: 3 };
    expect(() => checkSupported('Main', ['models', 'budget', 'rates'], asked)).not.toThrow();
    expect(() => checkSupported('Main', [], { models: null })).not.toThrow();
    expect(() => checkSupported('Main', ['budget'], asked)).toThrow(
      expect.objectContaining({
        payload: {
          code: 'key_limits_unsupported',
          message:
            'Gateway “Main” cannot limit a client key to models and a rate. Leave that out, or use a gateway that can. Expiry and block work at every gateway.',
          details: { gateway: 'Main', limits: ['models', 'rates'] },
        },
      }),
    );
  });

  it('tells what changed, before and after', () => {
    const before = { ...none, name: 'A', expiresAt: null, isBlocked: false, team: null };
    const expiresAt = new Date('2030-01-01T00:00:00Z');
    expect(changesBetween(before, { ...before, name: 'B', models: ['x', 'y'], expiresAt })).toEqual({
      name: 'B',
      nameBefore: 'A',
      models: 'x, y',
      modelsBefore: null,
      expiresAt: '2030-01-01T00:00:00.000Z',
      expiresAtBefore: null,
    });
  });

  it('shows of a spec what it limits', () => {
    expect(limitsOf({ models: ['a'], maxBudget: '2', budgetDuration: '1d' })).toEqual({
      ...none,
      models: ['a'],
      maxBudget: '2',
      budgetDuration: '1d',
    });
    expect(limitsOf({ budgetDuration: '1d' })).toEqual(none);
  });
});
