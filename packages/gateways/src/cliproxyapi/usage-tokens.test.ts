import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countTokens } from './usage-tokens.ts';

const counted = (provider: string, tokens: Record<string, number>, extra: object = {}) =>
  countTokens({ provider, tokens, ...extra });

describe('tokens of a record', () => {
  it('come from the breakdown, whatever the other numbers say', () => {
    const token_breakdown = {
      schema_version: 2,
      quality: 'complete',
      total_tokens: 170,
      input: { total_tokens: 120, uncached_tokens: 20, cache_read_tokens: 90, cache_write_tokens: 10 },
      output: { total_tokens: 50, non_reasoning_tokens: 20, reasoning_tokens: 30 },
      unclassified_tokens: 0,
    };
    expect(counted('claude', { input_tokens: 1, total_tokens: 1 }, { token_breakdown })).toEqual({
      tokens: { input: 120, output: 50, reasoning: 30, cacheRead: 90, cacheWrite: 10, total: 170 },
      areTokensExact: true,
      costUsd: null,
    });
  });

  it('keep what a breakdown knows and are not exact where it could not tell all of it', () => {
    const token_breakdown = {
      schema_version: 2,
      quality: 'unclassified',
      total_tokens: 100,
      input: { total_tokens: 60, uncached_tokens: 60, cache_read_tokens: 0, cache_write_tokens: 0 },
      output: { total_tokens: 10, non_reasoning_tokens: 10, reasoning_tokens: 0 },
      unclassified_tokens: 30,
    };
    expect(counted('kimi', {}, { token_breakdown })).toMatchObject({
      tokens: { input: 60, output: 10, total: 100 },
      areTokensExact: false,
    });
  });

  it('follow the family where there is no breakdown', () => {
    const codex = { input_tokens: 100, cached_tokens: 40, output_tokens: 30, reasoning_tokens: 10, total_tokens: 130 };
    expect(counted('codex', codex)).toMatchObject({
      tokens: { input: 100, cacheRead: 40, output: 30, reasoning: 10, total: 130 },
      areTokensExact: true,
    });
    const gemini = { input_tokens: 100, cached_tokens: 40, output_tokens: 30, reasoning_tokens: 10, total_tokens: 140 };
    expect(counted('gemini', gemini)).toMatchObject({
      tokens: { input: 100, cacheRead: 40, output: 40, reasoning: 10, total: 140 },
      areTokensExact: true,
    });
    const claude = {
      input_tokens: 5,
      cached_tokens: 90,
      cache_read_tokens: 90,
      cache_creation_tokens: 7,
      output_tokens: 30,
    };
    for (const total_tokens of [0, 35, 132])
      expect(counted('claude', { ...claude, total_tokens })).toMatchObject({
        tokens: { input: 102, cacheRead: 90, cacheWrite: 7, output: 30, total: 132 },
        areTokensExact: true,
      });
  });

  it('count a custom provider like OpenAI, whatever it is called', () => {
    const tokens = { input_tokens: 100, cached_tokens: 40, output_tokens: 30, total_tokens: 130 };
    for (const provider of ['openai-compatible-my-claude', 'openai-compatibility'])
      expect(counted(provider, tokens)).toMatchObject({ tokens: { input: 100, cacheRead: 40 }, areTokensExact: true });
    expect(counted('gemini-mirror', tokens, { executor_type: 'OpenAICompatExecutor' }).areTokensExact).toBe(true);
  });

  it('are a sum only where nobody can tell them apart', () => {
    const mixed = { input_tokens: 5, cached_tokens: 90, output_tokens: 30, total_tokens: 35 };
    expect(counted('claude', mixed)).toMatchObject({
      tokens: { input: 0, output: 0, total: 35 },
      areTokensExact: false,
    });
    const unknown = { input_tokens: 5, output_tokens: 30 };
    expect(counted('some-plugin', unknown)).toMatchObject({
      tokens: { input: 0, output: 0, total: 35 },
      areTokensExact: false,
    });
    expect(counted('some-plugin', {})).toMatchObject({ tokens: { total: 0 }, areTokensExact: true });
    const contradictory = { input_tokens: 10, output_tokens: 5, total_tokens: 99 };
    expect(counted('codex', contradictory)).toMatchObject({ tokens: { total: 99 }, areTokensExact: false });
  });

  it('never have a part that is more than its whole', () => {
    const number = fc.oneof(fc.nat(1000), fc.integer(), fc.constant(undefined), fc.constant('x'));
    const tokens = fc.record({
      input_tokens: number,
      output_tokens: number,
      reasoning_tokens: number,
      cached_tokens: number,
      cache_read_tokens: number,
      cache_creation_tokens: number,
      total_tokens: number,
    });
    const provider = fc.constantFrom('claude', 'gemini', 'codex', 'openai-compatible-x', 'else', '');
    fc.assert(
      fc.property(tokens, provider, (raw, name) => {
        const { tokens: found, areTokensExact } = countTokens({ provider: name, tokens: raw });
        expect(Object.values(found).every((value) => Number.isSafeInteger(value) && value >= 0)).toBe(true);
        expect(found.cacheRead + found.cacheWrite).toBeLessThanOrEqual(found.input);
        expect(found.reasoning).toBeLessThanOrEqual(found.output);
        expect(found.input + found.output).toBeLessThanOrEqual(found.total);
        if (areTokensExact) expect(found.input + found.output).toBe(found.total);
      }),
    );
  });
});
