import { contributeCustomProviderInput } from '@gatehouse/contracts/custom-providers';
import { describe, expect, it } from 'vitest';
import { providerNameFrom } from '../custom-providers/provider-name.ts';
import { filledHeaders } from './header-rows.ts';
import { completeMappings, parseModelIds, parseModelMappings } from './model-lines.ts';
import { passwordStrength } from './password-strength.ts';
import { numeric } from './use-zod-form.ts';

describe('model lists as people paste them', () => {
  it('takes ids by line or comma, once each', () => {
    expect(parseModelIds(' a/b-1\n\nqwen3, qwen3 ,\n')).toEqual(['a/b-1', 'qwen3']);
  });

  it.each(['a = b', 'a=b', 'a -> b', 'a=>b', 'a\tb'])('takes the alias of %j', (line) => {
    expect(parseModelMappings(line)).toEqual([{ name: 'a', alias: 'b' }]);
  });

  it('asks for a model without an alias by its own name', () => {
    expect(parseModelMappings('qwen3\n\n = lost\n')).toEqual([{ name: 'qwen3', alias: 'qwen3' }]);
    expect(
      completeMappings([
        { name: 'qwen3', alias: '' },
        { name: '', alias: '' },
      ]),
    ).toEqual([{ name: 'qwen3', alias: 'qwen3' }]);
  });

  it('keeps a row that has only an alias, so that the form can say what is missing', () => {
    const models = completeMappings([{ name: '', alias: 'fast' }]);
    const result = contributeCustomProviderInput.safeParse({
      name: 'office-gpu',
      displayName: 'Office GPU',
      baseUrl: 'https://models.example.com/v1',
      apiKey: 'sk-test-canary',
      models,
    });
    expect(result.error?.issues.map((issue) => issue.path.join('.'))).toContain('models.0.name');
  });
});

describe('names at the gateway', () => {
  it.each([
    ['Office GPU', 'office-gpu'],
    ['Büro  №1', 'buro-no1'],
    ['--x.y_z--', 'x.y_z'],
    ['漢字', ''],
  ])('%j becomes %j', (displayName, name) => {
    expect(providerNameFrom(displayName)).toBe(name);
    const { shape } = contributeCustomProviderInput;
    if (name !== '') expect(shape.name.parse(name)).toBe(name);
  });
});

describe('the hint for a password', () => {
  it.each([
    ['', 0],
    ['short', 0],
    ['aaaaaaaaaaaaaaaa', 1],
    ['abcdefghijklmnop', 1],
    ['password-2026-x', 1],
    ['tr0ubador&3xyz', 2],
    ['correct horse battery staple', 3],
  ])('%j scores %i', (password, score) => {
    expect(passwordStrength(password).score).toBe(score);
  });
});

describe('rows of headers', () => {
  it('leaves out those in which nothing is typed', () => {
    expect(filledHeaders([{ name: 'X-A' }, { name: ' ' }, { name: '', value: '1' }])).toEqual([
      { name: 'X-A' },
      { name: '', value: '1' },
    ]);
    expect(filledHeaders(undefined)).toEqual([]);
  });
});

describe('numbers typed as text', () => {
  it('become numbers, say nothing where nothing is typed, and are left for the schema otherwise', () => {
    const { setValueAs } = numeric(null);
    expect([' 3', '-1', '', null, undefined, 4, 'many'].map(setValueAs)).toEqual([3, -1, null, null, null, 4, 'many']);
    expect(numeric(undefined).setValueAs(' ')).toBeUndefined();
  });
});

describe('rows of models', () => {
  it('keep what a form does not show', () => {
    expect(completeMappings([{ name: 'm', alias: '', displayName: 'M' }])).toEqual([
      { name: 'm', alias: 'm', displayName: 'M' },
    ]);
  });
});
