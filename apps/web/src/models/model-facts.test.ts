import { expect, it } from 'vitest';
import { abilitiesOf, priceText, tokenCount } from './model-facts.ts';

it.each([
  [null, '–'],
  [512, '512'],
  [200_000, '200k'],
  [1_048_576, '1.05M'],
  [2_000_000, '2M'],
])('counts %s tokens as %s', (count, text) => expect(tokenCount(count)).toBe(text));

it('never takes an unknown price for free', () => {
  expect(priceText({ price: null })).toBe('–');
  expect(priceText({ price: { input: '3', output: '15' } })).toBe('$3 / $15');
});

it('names what a model can beyond text', () =>
  expect(abilitiesOf({ hasReasoning: true, hasTools: false, inputModalities: ['text', 'image'] })).toEqual([
    'reasoning',
    'image',
  ]));
