import { describe, expect, it } from 'vitest';
import { hideKey } from './hide-key.ts';

const secret = 'sk-test-"own';

describe('hideKey', () => {
  it('hides every key of a JSON file, the values of servers, and nothing else', () => {
    const content = JSON.stringify({
      provider: { options: { baseURL: 'https://ai.example.com/v1', apiKey: secret }, apiKeyish: { name: 'x' } },
      env: { GATEHOUSE_API_KEY: secret, ANTHROPIC_AUTH_TOKEN: secret },
      models: [{ envKey: 'GATEHOUSE_API_KEY', apiKey: secret, maxTokens: 5 }],
      mcp: { docs: { url: 'https://mcp.example.com', headers: { 'x-team': secret }, environment: { A: secret } } },
    });
    const shown = hideKey({ content, syntax: 'jsonc', isSecret: true });
    expect(shown).not.toContain('sk-test');
    expect(JSON.parse(shown)).toMatchObject({
      provider: { options: { baseURL: 'https://ai.example.com/v1' }, apiKeyish: { name: 'x' } },
      models: [{ envKey: 'GATEHOUSE_API_KEY', maxTokens: 5 }],
      mcp: { docs: { url: 'https://mcp.example.com' } },
    });
  });

  it.each([
    ['toml', 'base_url = "https://a"\nexperimental_bearer_token = "sk-test-own"\nmodel = "glm"\n'],
    ['toml', 'api_key = "sk-test-own"\nmax_tokens = 5\n'],
    ['yaml', 'models:\n  - name: a\n    apiKey: sk-test-own\n    apiBase: https://a\n'],
    ['dotenv', "GEMINI_API_KEY=sk-test-own\nCOPILOT_PROVIDER_API_KEY='sk-test-own'\nCOPILOT_MODEL=glm\n"],
  ])('hides the keys of a %s file line by line', (syntax, content) => {
    const shown = hideKey({ content, syntax, isSecret: true });
    expect(shown).not.toContain('sk-test');
    expect(shown.split('\n')).toHaveLength(content.split('\n').length);
    expect(shown).toMatch(/https:\/\/a|glm|max_tokens = 5/);
  });

  it('leaves a file without secrets as it is', () => {
    const content = '{ "apiKey": "{env:GATEHOUSE_API_KEY}" }';
    expect(hideKey({ content, syntax: 'jsonc', isSecret: false })).toBe(content);
  });
});
