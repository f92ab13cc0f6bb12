import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dotenvOf } from './dotenv.ts';

describe('dotenvOf', () => {
  it.each([
    ['sk-gh-Ab_9', 'A=sk-gh-Ab_9\n'],
    ['https://gateway.example:8317/v1', 'A=https://gateway.example:8317/v1\n'],
    ['two words', "A='two words'\n"],
    ['$(id) `id` "x"', 'A=\'$(id) `id` "x"\'\n'],
    ["it's $5", 'A="it\'s \\$5"\n'],
    ['a\nB=1', "A='a B=1'\n"],
    ['', "A=''\n"],
  ])('%j', (value, line) => expect(dotenvOf({ A: value })).toBe(line));

  it('writes what the shell works out itself as it is', () => {
    expect(dotenvOf({ A: { expression: '$B' } })).toBe('A="$B"\n');
  });

  it('means to a shell exactly the value, whatever is in it', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 20 }), { maxLength: 20 }), (texts) => {
        const values = texts.map((text) => text.replace(/\p{Cc}/gu, ''));
        const names = values.map((_, index) => `V${index}`);
        const file = dotenvOf(Object.fromEntries(names.map((name, index) => [name, values[index] ?? ''])));
        const print = names.map((name) => `printf '%s\\n' "$${name}"`).join('\n');
        const output = execFileSync('sh', ['-c', `${file}\n${print}`], { encoding: 'utf8', env: {} });
        expect(output).toBe(values.map((value) => `${value}\n`).join(''));
      }),
      { numRuns: 40 },
    );
  });
});
