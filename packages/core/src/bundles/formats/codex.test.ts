import { describe, expect, it } from 'vitest';
import { rendered } from '../testing/rendered.ts';
import { modelOf, ownKey } from '../testing/sources.ts';

const glm = { models: [modelOf('glm-4.6', { contextLimit: 200_000, hasReasoning: true })] };

describe('the Codex bundle', () => {
  it('adds a provider that asks for responses, and a profile beside the person’s configuration', () => {
    const { files, file } = rendered('codex');
    const content = `model = "gpt-5.1-codex"
model_provider = "gatehouse"

[model_providers.gatehouse]
name = "Team"
base_url = "http://gateway.example:8317/v1"
wire_api = "responses"
supports_websockets = false
experimental_bearer_token = "${ownKey}"
`;
    expect(files.map(({ path }) => path)).toEqual(['codex/config.toml', 'codex/gatehouse.config.toml']);
    expect(file('config.toml')).toMatchObject({
      content,
      isWhole: false,
      managed: [['model_providers', 'gatehouse']],
      suggested: [['model'], ['model_provider']],
    });
    expect(file('gatehouse.config.toml')).toMatchObject({ content, isWhole: true, isSecret: true });
  });

  it.each([
    ['environment', { env_key: 'GATEHOUSE_API_KEY' }],
    ['command', { auth: { command: 'gatehouse', args: ['token'] } }],
  ] as const)('finds the key elsewhere: %s', (keyPlacement, provider) => {
    const { files, read } = rendered('codex', { keyPlacement });
    expect(read('config.toml').model_providers.gatehouse).toMatchObject(provider);
    expect(files.some(({ isSecret, content }) => isSecret || content.includes(ownKey))).toBe(false);
  });

  it('describes the models to the profile where the client knows nothing of the one it starts with', () => {
    const { read, file } = rendered('codex', glm);
    expect(read('gatehouse.config.toml')).toMatchObject({
      model: 'glm-4.6',
      model_catalog_json: 'gatehouse-models.json',
    });
    expect(read('config.toml').model_catalog_json).toBeUndefined();
    expect(file('gatehouse-models.json')).toMatchObject({ isWhole: true, isSecret: false });
    expect(read('gatehouse-models.json').models).toEqual([
      expect.objectContaining({
        slug: 'glm-4.6',
        display_name: 'GLM 4.6',
        context_window: 200_000,
        visibility: 'list',
        shell_type: 'shell_command',
        supported_in_api: true,
        support_verbosity: false,
        truncation_policy: { mode: 'bytes', limit: 10_000 },
        experimental_supported_tools: [],
        base_instructions: expect.stringContaining('coding agent'),
      }),
    ]);
  });
});
