import { describe, expect, it } from 'vitest';
import { rendered } from '../testing/rendered.ts';
import { modelOf, ownKey } from '../testing/sources.ts';

describe('the Claude Code bundle', () => {
  it('sets the address without a path, the key, and a model for every tier', () => {
    expect(rendered('claude-code').read('settings.json')).toEqual({
      $schema: 'https://json.schemastore.org/claude-code-settings.json',
      model: 'claude-sonnet-4-5',
      env: {
        ANTHROPIC_BASE_URL: 'http://gateway.example:8317',
        ANTHROPIC_AUTH_TOKEN: ownKey,
        ANTHROPIC_DEFAULT_OPUS_MODEL: 'claude-sonnet-4-5',
        ANTHROPIC_DEFAULT_SONNET_MODEL: 'claude-sonnet-4-5',
        ANTHROPIC_DEFAULT_HAIKU_MODEL: 'claude-haiku-4-5',
        CLAUDE_CODE_ENABLE_GATEWAY_MODEL_DISCOVERY: '1',
      },
    });
  });

  it('owns what leads to the gateway, and is read by a strict reader', () => {
    const { file } = rendered('claude-code');
    expect(file('settings.json').syntax).toBe('json');
    expect(file('settings.json').managed).toEqual([
      ['apiKeyHelper'],
      ['env', 'ANTHROPIC_BASE_URL'],
      ['env', 'ANTHROPIC_AUTH_TOKEN'],
      ['env', 'ANTHROPIC_DEFAULT_OPUS_MODEL'],
      ['env', 'ANTHROPIC_DEFAULT_SONNET_MODEL'],
      ['env', 'ANTHROPIC_DEFAULT_HAIKU_MODEL'],
    ]);
  });

  it('asks the command for the key, and has it in the file where only the variable was asked for', () => {
    const command = rendered('claude-code', { keyPlacement: 'command' });
    expect(command.read('settings.json').apiKeyHelper).toBe('gatehouse token');
    expect(command.read('settings.json').env.ANTHROPIC_AUTH_TOKEN).toBeUndefined();
    expect(command.file('settings.json').isSecret).toBe(false);
    const environment = rendered('claude-code', { keyPlacement: 'environment' });
    expect(environment.read('settings.json').env.ANTHROPIC_AUTH_TOKEN).toBe(ownKey);
    expect(environment.file('settings.json').isSecret).toBe(true);
  });

  it('gives the tiers other models where there is none of the family', () => {
    const { env, model } = rendered('claude-code', { models: [modelOf('glm-4.6'), modelOf('gpt-5-mini')] }).read(
      'settings.json',
    );
    expect([model, env.ANTHROPIC_DEFAULT_OPUS_MODEL, env.ANTHROPIC_DEFAULT_HAIKU_MODEL]).toEqual([
      'glm-4.6',
      'glm-4.6',
      'gpt-5-mini',
    ]);
  });
});
