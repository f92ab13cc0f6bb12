import { describe, expect, it } from 'vitest';
import { rendered } from '../testing/rendered.ts';
import { modelOf, ownKey } from '../testing/sources.ts';

describe('the Kimi Code bundle', () => {
  it('has a provider for each protocol in use, and a context for every model', () => {
    const models = [modelOf('claude-sonnet-4-5', { contextLimit: 200_000 }), modelOf('vendor/glm-4.6')];
    expect(rendered('kimi', { models }).file('config.toml').content).toBe(`default_model = "gatehouse/claude-sonnet-4-5"

[providers.gatehouse-anthropic]
type = "anthropic"
base_url = "http://gateway.example:8317"
api_key = "${ownKey}"

[providers.gatehouse]
type = "openai"
base_url = "http://gateway.example:8317/v1"
api_key = "${ownKey}"

[models."gatehouse/claude-sonnet-4-5"]
provider = "gatehouse-anthropic"
model = "claude-sonnet-4-5"
max_context_size = 200000
display_name = "Claude Sonnet 4.5"

[models."gatehouse/vendor/glm-4.6"]
provider = "gatehouse"
model = "vendor/glm-4.6"
max_context_size = 128000
display_name = "vendor/GLM 4.6"
`);
  });

  it('names the variable of the key', () => {
    const { file, read } = rendered('kimi', { keyPlacement: 'environment' });
    for (const provider of Object.values<Record<string, string>>(read('config.toml').providers))
      expect([provider.api_key, provider.api_key_env]).toEqual([undefined, 'GATEHOUSE_API_KEY']);
    expect(file('config.toml')).toMatchObject({
      isSecret: false,
      managed: [
        ['providers', 'gatehouse'],
        ['providers', { keys: 'gatehouse-' }],
        ['models', { keys: 'gatehouse/' }],
      ],
    });
  });
});
