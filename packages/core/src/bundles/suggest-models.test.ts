import { describe, expect, it } from 'vitest';
import type { BundleModel } from './sources.ts';
import { suggestModels } from './suggest-models.ts';
import { modelOf } from './testing/sources.ts';

const suggest = (models: BundleModel[], prefers?: 'responses' | 'messages' | 'gemini') => {
  const [first, ...rest] = models;
  if (!first) throw new Error('no models');
  const { main, small } = suggestModels([first, ...rest], prefers);
  return [main.id, small.id];
};
const named = (...ids: string[]) => ids.map((id) => modelOf(id));

describe('suggestModels', () => {
  it.each([
    [['claude-sonnet-4', 'claude-sonnet-4-5', 'gpt-5'], 'claude-sonnet-4-5', 'claude-sonnet-4-5'],
    [['gpt-5-mini', 'gpt-5.1', 'gpt-5'], 'gpt-5.1', 'gpt-5-mini'],
    [['gemini-2.5-pro', 'gemini-2.5-flash', 'gemini-2.5-flash-lite'], 'gemini-2.5-pro', 'gemini-2.5-flash'],
    [['apple', 'zebra'], 'zebra', 'zebra'],
  ])('by family: %j', (ids, main, small) => expect(suggest(named(...ids))).toEqual([main, small]));

  it('never a model without tools or with too little context, as long as there is another', () => {
    const weak = [modelOf('claude-sonnet-9', { hasTools: false }), modelOf('gpt-9-mini', { contextLimit: 8000 })];
    expect(suggest([...weak, modelOf('house-model')])).toEqual(['house-model', 'house-model']);
    expect(suggest(weak)).toEqual(['claude-sonnet-9', 'gpt-9-mini']);
  });

  it('by reasoning, then context, then price where no family is known', () => {
    const price = (input: string) => ({ price: { input, output: '1' } });
    const plain = modelOf('z', { contextLimit: 900_000, ...price('0.1') });
    const short = modelOf('y', { hasReasoning: true, contextLimit: 100_000, ...price('0.2') });
    const dear = modelOf('x', { hasReasoning: true, contextLimit: 200_000, ...price('9') });
    const fair = modelOf('w', { hasReasoning: true, contextLimit: 200_000, ...price('3') });
    expect(suggest([plain, short, dear, fair])).toEqual(['w', 'z']);
    expect(suggest([plain, short, dear])).toEqual(['x', 'z']);
    expect(suggest([plain, short])).toEqual(['y', 'z']);
  });

  it('a client’s own protocol first, if it prefers one', () => {
    const models = named('claude-sonnet-4-5', 'gemini-2.5-pro', 'gpt-5.1', 'gpt-5-mini');
    expect(suggest(models, 'responses')).toEqual(['gpt-5.1', 'gpt-5-mini']);
    expect(suggest(models, 'gemini')).toEqual(['gemini-2.5-pro', 'gemini-2.5-pro']);
    expect(suggest(named('glm-4.6', 'kimi-k2'), 'messages')).toEqual(['glm-4.6', 'glm-4.6']);
  });
});
