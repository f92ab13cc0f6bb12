import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutExcluded } from './exclusions.ts';

const left = (ids: string[], patterns: string[]) =>
  withoutExcluded(
    ids.map((id) => ({ id })),
    patterns,
  ).map(({ id }) => id);

describe('withoutExcluded (B7: a pattern is more than an exact id)', () => {
  it.each([
    ['claude-*', ['claude-opus-4', 'Claude-Haiku'], ['anthropic/claude-opus-4', 'gpt-5']],
    ['*-mini', ['gpt-5-mini'], ['gpt-5-mini-2', 'mini']],
    ['*flash*', ['gemini-flash', 'flash', 'gemini-flash-lite'], ['gemini-pro']],
    ['a*b*c', ['abc', 'a-b-c', 'abbcc'], ['ab', 'acb', 'xabc']],
    ['ab*ba', ['abba', 'ab-ba'], ['aba']],
    ['gpt-5', ['gpt-5'], ['gpt-5.1', 'gpt-50']],
    ['gpt.5', ['gpt.5'], ['gpt-5']],
    ['*', ['anything', 'a/b'], []],
    ['**', ['anything'], []],
  ])('%s', (pattern, gone, kept) => expect(left([...gone, ...kept], [pattern])).toEqual(kept));

  it('keeps everything without a pattern, and what no pattern of several names', () => {
    expect(left(['b', 'a'], [])).toEqual(['b', 'a']);
    expect(left(['a1', 'b1', 'c1'], ['a*', '*b1'])).toEqual(['c1']);
  });

  it('means what the regular expression of the pattern means', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 8 });
    fc.assert(
      fc.property(text, fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 }), (pattern, id) => {
        const isNamed = new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(id);
        expect(left([id], [pattern])).toEqual(isNamed ? [] : [id]);
      }),
      { numRuns: 1000 },
    );
  });

  it('takes a pattern of many stars in no time', () => {
    expect(left(['a'.repeat(200)], [`${'*a'.repeat(99)}*b`])).toHaveLength(1);
  });
});
