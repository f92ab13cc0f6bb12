import { describe, expect, it } from 'vitest';
import { renderBundle } from '../render.ts';
import { modelOf, ownKey, sampleSources } from '../testing/sources.ts';

const render = (given = {}) => {
  const [file] = renderBundle('opencode', sampleSources(given)).files;
  return { file, content: JSON.parse(file?.content ?? 'null') };
};

describe('the OpenCode bundle', () => {
  it('asks every model in its own protocol, with what is known of it', () => {
    expect(render().content).toEqual({
      $schema: 'https://opencode.ai/config.json',
      model: 'gatehouse/claude-sonnet-4-5',
      small_model: 'gatehouse/claude-haiku-4-5',
      provider: {
        gatehouse: {
          npm: '@ai-sdk/openai-compatible',
          name: 'Team',
          options: { baseURL: 'http://gateway.example:8317/v1', apiKey: ownKey },
          models: {
            'claude-haiku-4-5': {
              name: 'Claude Haiku 4.5',
              attachment: true,
              reasoning: true,
              modalities: { input: ['text', 'image'], output: ['text'] },
              provider: { npm: '@ai-sdk/anthropic' },
            },
            'claude-sonnet-4-5': {
              name: 'Claude Sonnet 4.5',
              attachment: true,
              reasoning: true,
              limit: { context: 200_000, output: 64_000 },
              modalities: { input: ['text', 'image'], output: ['text'] },
              cost: { input: 3, output: 15, cache_read: 0.3, cache_write: 3.75 },
              provider: { npm: '@ai-sdk/anthropic' },
            },
            'glm-4.6': { name: 'GLM 4.6' },
            'gpt-5.1-codex': {
              name: 'GPT 5.1 Codex',
              reasoning: true,
              limit: { context: 400_000, output: 128_000 },
              provider: { npm: '@ai-sdk/openai' },
            },
          },
        },
        'gatehouse-gemini': {
          npm: '@ai-sdk/google',
          name: 'Team (Gemini)',
          options: { baseURL: 'http://gateway.example:8317/v1beta', apiKey: ownKey },
          models: {
            'gemini-2.5-pro': {
              name: 'Gemini 2.5 Pro',
              attachment: true,
              reasoning: true,
              limit: { context: 1_048_576, output: 65_536 },
              modalities: { input: ['text', 'image', 'audio', 'video', 'pdf'], output: ['text'] },
              cost: { input: 1.25, output: 10 },
            },
          },
        },
      },
    });
  });

  it('owns its providers, and only suggests what the person may have set', () => {
    expect(render().file).toMatchObject({
      path: 'opencode/opencode.json',
      syntax: 'jsonc',
      isWhole: false,
      isSecret: true,
      suggested: [['$schema'], ['model'], ['small_model']],
    });
    expect(render().file?.managed).toEqual(
      expect.arrayContaining([
        ['provider', 'gatehouse'],
        ['provider', 'gatehouse-gemini'],
      ]),
    );
  });

  it('refers to the variable for the key where a command was asked for, too', () => {
    for (const keyPlacement of ['environment', 'command'] as const) {
      const { file, content } = render({ keyPlacement });
      expect(content.provider.gatehouse.options.apiKey).toBe('{env:GATEHOUSE_API_KEY}');
      expect(file?.isSecret).toBe(false);
      expect(file?.content).not.toContain(ownKey);
    }
  });

  it('names a Gemini model by the provider that lists it', () => {
    const { content } = render({ choices: { defaultModel: 'gemini-2.5-pro', smallModel: 'models/Gemini_2.5 pro' } });
    expect([content.model, content.small_model]).toEqual(Array(2).fill('gatehouse-gemini/gemini-2.5-pro'));
  });

  it('leaves out a limit that its schema would refuse, and says which model has no tools', () => {
    const models = [
      modelOf('a', { contextLimit: 1000 }),
      modelOf('b', { contextLimit: 1000, outputLimit: 2000 }),
      modelOf('c', { hasTools: false }),
    ];
    expect(render({ models }).content.provider.gatehouse.models).toEqual({
      a: { name: 'A' },
      b: { name: 'B' },
      c: { name: 'C', tool_call: false },
    });
  });

  it('gives chosen agents their model, and adds MCP servers, permissions and pinned plugins', () => {
    const { file, content } = render({
      choices: {
        agents: { plan: { models: ['nope', 'claude-sonnet-4.5'], variant: 'high' }, sisyphus: { models: ['glm-4.6'] } },
        mcpServers: {
          docs: { type: 'remote', url: 'https://mcp.example.com', headers: { 'x-team': 'red' }, isEnabled: false },
          shell: { type: 'local', command: ['npx', 'server'], environment: { TOKEN: 'own' }, isEnabled: true },
        },
        permissions: { bash: 'ask' },
        plugins: ['some-plugin@1.2.3'],
      },
    });
    expect(content).toMatchObject({
      agent: { plan: { model: 'gatehouse/claude-sonnet-4-5', variant: 'high' } },
      mcp: {
        'gatehouse-docs': {
          type: 'remote',
          url: 'https://mcp.example.com',
          headers: { 'x-team': 'red' },
          enabled: false,
        },
        'gatehouse-shell': {
          type: 'local',
          command: ['npx', 'server'],
          environment: { TOKEN: 'own' },
          enabled: true,
        },
      },
      permission: { bash: 'ask' },
      plugin: ['some-plugin@1.2.3'],
    });
    expect(Object.keys(content.agent)).toEqual(['plan']);
    expect(file?.suggested).toEqual(
      expect.arrayContaining([['agent', 'plan', 'model'], ['permission', 'bash'], ['plugin']]),
    );
    expect(file?.managed).toContainEqual(['mcp', { keys: 'gatehouse-' }]);
  });

  it('is secret when only a server’s own value is in it', () => {
    const docs = { type: 'remote', url: 'https://mcp.example.com', headers: { authorization: 'own' }, isEnabled: true };
    expect(render({ keyPlacement: 'command', choices: { mcpServers: { docs } } }).file?.isSecret).toBe(true);
  });
});
