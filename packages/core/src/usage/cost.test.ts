import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { costOf } from './cost.ts';
import { usageRecord } from './testing/usage-gateway.ts';

const price = { input: '3', output: '15', cacheRead: '0.3', cacheWrite: '3.75' };
const tokens = { input: 1000, output: 100, reasoning: 50, cacheRead: 600, cacheWrite: 200, total: 1100 };
const record = (given: Partial<Parameters<typeof usageRecord>[0]> = {}) => usageRecord({ id: 'x', tokens, ...given });
const none = { input: 0, output: 0, reasoning: 0, cacheRead: 0, cacheWrite: 0, total: 0 };

describe('what a record cost', () => {
  it('is exact to the last digit', () => {
    // 200 × 3 + 600 × 0.3 + 200 × 3.75 + 100 × 15 millionths
    expect(costOf(record(), price)).toBe('0.003030000000');
    expect(costOf(record({ tokens: { ...none, input: 1, total: 1 } }), { input: '0.000001', output: '0' })).toBe(
      '0.000000000001',
    );
    const many = { ...none, output: 90_000_000_000, total: 90_000_000_000 };
    expect(costOf(record({ tokens: many }), { input: '1', output: '999999.999999' })).toBe('89999999999.910000000000');
  });

  it('is what the gateway says, where it says it', () => {
    expect(costOf(record({ costUsd: '0.5' }), price)).toBe('0.5');
    expect(costOf(record({ costUsd: '0', areTokensExact: false }), null)).toBe('0');
  });

  it('is unknown, and never zero, without a price for all that was used', () => {
    expect(costOf(record(), null)).toBeNull();
    expect(costOf(record({ areTokensExact: false }), price)).toBeNull();
    expect(costOf(record(), { input: '3', output: '15', cacheRead: '0.3' })).toBeNull();
    expect(costOf(record({ tokens: { ...tokens, cacheRead: 2000 } }), price)).toBeNull();
    const plain = { ...tokens, cacheRead: 0, cacheWrite: 0 };
    expect(costOf(record({ tokens: plain }), { input: '3', output: '15' })).toBe('0.004500000000');
  });

  it('is unknown for a success that tells of no token, and nothing for a failure', () => {
    expect(costOf(record({ tokens: none }), price)).toBeNull();
    expect(costOf(record({ tokens: none, isFailed: true }), null)).toBe('0');
  });

  it('adds up: two records cost what one with the tokens of both costs', () => {
    const count = fc.nat(5_000_000);
    const any = fc.record({ plain: count, cacheRead: count, cacheWrite: count, output: count });
    const made = ({
      plain,
      cacheRead,
      cacheWrite,
      output,
    }: { [K in 'plain' | 'cacheRead' | 'cacheWrite' | 'output']: number }) => {
      const input = plain + cacheRead + cacheWrite;
      return { input, output, reasoning: 0, cacheRead, cacheWrite, total: input + output };
    };
    const units = (of: typeof tokens) => BigInt((costOf(record({ tokens: of }), price) ?? '0').replace('.', ''));
    fc.assert(
      fc.property(any, any, (a, b) => {
        fc.pre(made(a).total > 0 && made(b).total > 0);
        const both = {
          plain: a.plain + b.plain,
          cacheRead: a.cacheRead + b.cacheRead,
          cacheWrite: a.cacheWrite + b.cacheWrite,
          output: a.output + b.output,
        };
        expect(units(made(a)) + units(made(b))).toBe(units(made(both)));
      }),
    );
  });
});
