import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bundleChoices, fits, isExcluded, updateBundleChoicesInput } from './index.ts';

describe('a pattern', () => {
  it.each([
    ['claude-*', 'claude-sonnet-4-5', true],
    ['claude-*', 'anthropic/claude-sonnet', false],
    ['*claude*', 'anthropic/Claude-Sonnet', true],
    ['GPT-5', 'gpt-5', true],
    ['gpt-5', 'gpt-5-mini', false],
    ['*-mini', 'gpt-5-mini', true],
    ['*-mini', 'mini', false],
    ['g*5*i', 'gpt-5-mini', true],
    ['*', 'anything', true],
    ['a*b', 'ab', true],
    ['a*b', 'a', false],
    ['a.c', 'abc', false],
    ['a+', 'aa', false],
  ])('%s and %s: %s', (pattern, text, expected) => expect(fits(pattern, text)).toBe(expected));

  it('means the same as its regular expression', () => {
    const piece = fc.constantFrom('a', 'b', '*', '.', '-', 'A');
    const text = fc.array(fc.constantFrom('a', 'b', '.', '-'), { maxLength: 8 }).map((parts) => parts.join(''));
    const asExpression = (pattern: string) =>
      new RegExp(`^${pattern.replace(/[.-]/g, '\\$&').replaceAll('*', '[^]*')}$`, 'i');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), text, (pieces, given) => {
        const pattern = pieces.join('');
        expect(fits(pattern, given)).toBe(asExpression(pattern).test(given));
      }),
    );
  });
});

describe('exclusions', () => {
  it('let the last pattern that fits decide', () => {
    const patterns = ['claude-*', '!claude-sonnet-*', 'claude-sonnet-3*'];
    const left = ['gpt-5', 'claude-opus', 'claude-sonnet-4', 'claude-sonnet-3-7'].filter(
      (model) => !isExcluded(patterns, model),
    );
    expect(left).toEqual(['gpt-5', 'claude-sonnet-4']);
    expect(isExcluded([], 'gpt-5')).toBe(false);
  });
});

describe('choices from outside', () => {
  const refused = (choices: unknown) => updateBundleChoicesInput.safeParse({ version: 0, choices }).success === false;

  it.each([
    ['a field that there is not', { apiKey: 'x' }],
    ['a model with spaces', { defaultModel: 'gpt 5' }],
    ['eleven fallbacks', { agents: { oracle: { models: Array.from({ length: 11 }, (_, index) => `m${index}`) } } }],
    ['an agent without a model', { agents: { oracle: { models: [] } } }],
    ['a plugin without a version', { plugins: ['oh-my-openagent'] }],
    ['a plugin of the newest version', { plugins: ['oh-my-openagent@latest'] }],
    ['a server without a command', { mcpServers: { a: { type: 'local', command: [] } } }],
    ['an address with a password', { mcpServers: { a: { type: 'remote', url: 'https://me:pass@mcp.example.com/' } } }],
    ['an address of a file', { mcpServers: { a: { type: 'remote', url: 'file:///etc/passwd' } } }],
    ['a variable that is none', { mcpServers: { a: { type: 'local', command: ['a'], environment: { 'A B': 'x' } } } }],
    ['NUL in a command', { mcpServers: { a: { type: 'local', command: ['a\0b'] } } }],
    ['half a character', { mcpServers: { a: { type: 'local', command: ['a\ud800'] } } }],
    ['501 exclusions', { exclusions: Array.from({ length: 501 }, (_, index) => `m${index}`) }],
    ['101 agents', { agents: Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`a${i}`, { models: ['m'] }])) }],
    [
      'more than 200,000 characters',
      {
        mcpServers: Object.fromEntries(
          Array.from({ length: 50 }, (_, i) => [
            `s${i}`,
            { type: 'local', command: ['a'], environment: { A: 'x'.repeat(4000), B: 'y'.repeat(400) } },
          ]),
        ),
      },
    ],
  ])('are refused with %s', (_, choices) => expect(refused(choices)).toBe(true));

  it('may be empty, and do not reach a prototype', () => {
    expect(bundleChoices.parse({})).toEqual({
      agents: {},
      categories: {},
      exclusions: [],
      limits: {},
      mcpServers: {},
      plugins: [],
      permissions: {},
    });
    const odd = JSON.parse('{"agents":{"__proto__":{"models":["m"]}}}');
    const parsed = bundleChoices.safeParse(odd);
    expect(parsed.success && Object.getPrototypeOf(parsed.data.agents)).not.toHaveProperty('models');
  });
});
