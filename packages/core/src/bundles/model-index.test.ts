import { describe, expect, it } from 'vitest';
import { indexModels } from './model-index.ts';
import { modelOf } from './testing/sources.ts';

describe('indexModels', () => {
  it.each([
    ['claude-opus-4.6', ['claude-opus-4-6'], 'claude-opus-4-6'],
    ['claude-opus-4-6', ['claude-opus-4.6'], 'claude-opus-4.6'],
    ['claude-opus-4.6', ['claude-opus-4-6-20260201'], 'claude-opus-4-6-20260201'],
    ['gpt-5.4', ['openai/GPT-5.4'], 'openai/GPT-5.4'],
    ['gpt-5.4', ['gpt-5-4', 'gpt-5.4', 'openai/gpt-5.4'], 'gpt-5.4'],
    ['gpt-5.4', ['openai/gpt-5.4-2026-03-05', 'openai/gpt-5.4'], 'openai/gpt-5.4'],
    ['gpt-5', ['gpt-5-mini', 'gpt-5.1'], undefined],
    ['__proto__', ['gpt-5'], undefined],
  ])('%s among %j', (name, ids, found) => {
    expect(indexModels(ids.map((id) => modelOf(id)))(name)?.id).toBe(found);
  });
});
