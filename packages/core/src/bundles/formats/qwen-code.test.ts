import { describe, expect, it } from 'vitest';
import { rendered } from '../testing/rendered.ts';
import { modelOf, ownKey } from '../testing/sources.ts';

describe('the Qwen Code bundle', () => {
  it('groups the models by protocol, each with its own base URL', () => {
    expect(rendered('qwen-code').read('settings.json')).toEqual({
      $version: 4,
      security: { auth: { selectedType: 'anthropic' } },
      model: { name: 'claude-sonnet-4-5' },
      env: { GATEHOUSE_API_KEY: ownKey },
      modelProviders: {
        openai: [
          {
            id: 'glm-4.6',
            name: 'GLM 4.6',
            envKey: 'GATEHOUSE_API_KEY',
            baseUrl: 'http://gateway.example:8317/v1',
            generationConfig: { contextWindowSize: 200_000 },
          },
          {
            id: 'gpt-5.1-codex',
            name: 'GPT 5.1 Codex',
            envKey: 'GATEHOUSE_API_KEY',
            baseUrl: 'http://gateway.example:8317/v1',
            wireApi: 'responses',
            generationConfig: { contextWindowSize: 400_000 },
          },
        ],
        anthropic: [
          {
            id: 'claude-haiku-4-5',
            name: 'Claude Haiku 4.5',
            envKey: 'GATEHOUSE_API_KEY',
            baseUrl: 'http://gateway.example:8317',
          },
          {
            id: 'claude-sonnet-4-5',
            name: 'Claude Sonnet 4.5',
            envKey: 'GATEHOUSE_API_KEY',
            baseUrl: 'http://gateway.example:8317',
            generationConfig: { contextWindowSize: 200_000 },
          },
        ],
        gemini: [
          {
            id: 'gemini-2.5-pro',
            name: 'Gemini 2.5 Pro',
            envKey: 'GATEHOUSE_API_KEY',
            baseUrl: 'http://gateway.example:8317',
            generationConfig: { contextWindowSize: 1_048_576 },
          },
        ],
      },
    });
  });

  it('leaves the key out where the person’s environment has it', () => {
    const { file, read } = rendered('qwen-code', { keyPlacement: 'environment' });
    expect(read('settings.json').env).toBeUndefined();
    expect(file('settings.json')).toMatchObject({ isSecret: false });
  });

  it('names the kind of the model that it starts with, and no empty group', () => {
    const { read } = rendered('qwen-code', { models: [modelOf('glm-4.6')] });
    expect(read('settings.json').security.auth.selectedType).toBe('openai');
    expect(Object.keys(read('settings.json').modelProviders)).toEqual(['openai']);
  });

  it('tells its models from the person’s by the variable of their key', () => {
    const own = { items: 'envKey', prefix: 'GATEHOUSE_API_KEY' };
    expect(rendered('qwen-code').file('settings.json').managed).toEqual([
      ['modelProviders', 'openai', own],
      ['modelProviders', 'anthropic', own],
      ['modelProviders', 'gemini', own],
      ['env', 'GATEHOUSE_API_KEY'],
    ]);
  });
});
