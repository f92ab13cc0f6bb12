import { describe, expect, it } from 'vitest';
import { rendered } from '../testing/rendered.ts';
import { ownKey } from '../testing/sources.ts';

describe('the Factory droid bundle', () => {
  it('lists the models under ids of its own', () => {
    const { file, read } = rendered('droid');
    const { customModels, model } = read('settings.json');
    expect(model).toBe('custom:gatehouse-claude-sonnet-4-5');
    expect(customModels[1]).toEqual({
      id: 'custom:gatehouse-claude-sonnet-4-5',
      model: 'claude-sonnet-4-5',
      displayName: 'Claude Sonnet 4.5',
      provider: 'anthropic',
      baseUrl: 'http://gateway.example:8317',
      apiKey: ownKey,
      maxOutputTokens: 64_000,
    });
    expect(customModels.map(({ provider, baseUrl }: Record<string, string>) => [provider, baseUrl]).slice(2)).toEqual([
      ['generic-chat-completion-api', 'http://gateway.example:8317/v1'],
      ['generic-chat-completion-api', 'http://gateway.example:8317/v1'],
      ['openai', 'http://gateway.example:8317/v1'],
    ]);
    expect(file('settings.json').managed).toEqual([['customModels', { items: 'id', prefix: 'custom:gatehouse-' }]]);
  });

  it('refers to the variable for the key', () => {
    const { file, read } = rendered('droid', { keyPlacement: 'command' });
    expect(read('settings.json').customModels[0].apiKey).toBe('${' + 'GATEHOUSE_API_KEY}');
    expect(file('settings.json').isSecret).toBe(false);
  });
});
