import { describe, expect, it } from 'vitest';
import { rendered } from '../testing/rendered.ts';
import { modelOf, ownKey } from '../testing/sources.ts';

describe('the pi bundle', () => {
  it('has all four protocols in one provider', () => {
    const { read } = rendered('pi');
    expect(read('settings.json')).toEqual({ defaultProvider: 'gatehouse', defaultModel: 'claude-sonnet-4-5' });
    const { models, ...provider } = read('models.json').providers.gatehouse;
    expect(provider).toEqual({
      name: 'Team',
      baseUrl: 'http://gateway.example:8317/v1',
      api: 'openai-completions',
      apiKey: ownKey,
    });
    expect(models.map(({ id, api, baseUrl }: Record<string, string>) => [id, api, baseUrl])).toEqual([
      ['claude-haiku-4-5', 'anthropic-messages', 'http://gateway.example:8317'],
      ['claude-sonnet-4-5', 'anthropic-messages', 'http://gateway.example:8317'],
      ['gemini-2.5-pro', 'google-generative-ai', 'http://gateway.example:8317/v1beta'],
      ['glm-4.6', undefined, undefined],
      ['gpt-5.1-codex', 'openai-responses', undefined],
    ]);
    expect(models[1]).toMatchObject({
      name: 'Claude Sonnet 4.5',
      reasoning: true,
      input: ['text', 'image'],
      contextWindow: 200_000,
      maxTokens: 64_000,
      cost: { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 },
    });
    expect(models[3]).toEqual({ id: 'glm-4.6', name: 'GLM 4.6', contextWindow: 200_000 });
  });

  it('gives every part of a price, as the client refuses one that lacks some', () => {
    const models = [modelOf('a', { price: { input: '2', output: '4' } })];
    expect(rendered('pi', { models }).read('models.json').providers.gatehouse.models[0].cost).toEqual({
      input: 2,
      output: 4,
      cacheRead: 2,
      cacheWrite: 2,
    });
  });

  it.each([
    ['environment', '!printf %s "$GATEHOUSE_API_KEY"'],
    ['command', '!gatehouse token'],
  ] as const)('lets a command give the key: %s', (keyPlacement, apiKey) => {
    const { file, read } = rendered('pi', { keyPlacement });
    expect(read('models.json').providers.gatehouse.apiKey).toBe(apiKey);
    expect(file('models.json').isSecret).toBe(false);
  });

  it('owns its provider and only suggests the default', () => {
    const { file } = rendered('pi');
    expect(file('models.json')).toMatchObject({ managed: [['providers', 'gatehouse']], suggested: [], isSecret: true });
    expect(file('settings.json')).toMatchObject({ managed: [], isSecret: false });
  });
});
