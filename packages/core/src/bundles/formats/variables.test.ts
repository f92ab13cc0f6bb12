import { describe, expect, it } from 'vitest';
import { rendered } from '../testing/rendered.ts';
import { ownKey } from '../testing/sources.ts';

const contentOf = (format: 'copilot' | 'env', given: Parameters<typeof rendered>[1] = {}) =>
  rendered(format, given).files[0]?.content;

describe('the GitHub Copilot CLI bundle', () => {
  it.each([
    ['claude-sonnet-4-5', 'http://gateway.example:8317', 'COPILOT_PROVIDER_TYPE=anthropic\n'],
    [
      'gpt-5.1-codex',
      'http://gateway.example:8317/v1',
      'COPILOT_PROVIDER_TYPE=openai\nCOPILOT_PROVIDER_WIRE_API=responses\n',
    ],
    [
      'glm-4.6',
      'http://gateway.example:8317/v1',
      'COPILOT_PROVIDER_TYPE=openai\nCOPILOT_PROVIDER_WIRE_API=completions\n',
    ],
  ])('asks for %s in its own protocol', (defaultModel, baseUrl, kind) => {
    expect(contentOf('copilot', { choices: { defaultModel } })).toBe(
      `COPILOT_PROVIDER_BASE_URL=${baseUrl}\n${kind}COPILOT_PROVIDER_API_KEY=${ownKey}\nCOPILOT_MODEL=${defaultModel}\nCOPILOT_OFFLINE=true\n`,
    );
  });

  it('finds the key elsewhere', () => {
    expect(contentOf('copilot', { keyPlacement: 'command' })).toContain(
      "COPILOT_PROVIDER_API_KEY_COMMAND='gatehouse token'\n",
    );
    expect(contentOf('copilot', { keyPlacement: 'environment' })).toContain(
      'COPILOT_PROVIDER_API_KEY="$GATEHOUSE_API_KEY"\n',
    );
  });
});

describe('the environment file', () => {
  it('has the variables of all three kinds of library', () => {
    expect(contentOf('env')).toBe(`GATEHOUSE_API_KEY=${ownKey}
OPENAI_API_KEY=${ownKey}
OPENAI_BASE_URL=http://gateway.example:8317/v1
ANTHROPIC_API_KEY=${ownKey}
ANTHROPIC_BASE_URL=http://gateway.example:8317
GEMINI_API_KEY=${ownKey}
GOOGLE_GEMINI_BASE_URL=http://gateway.example:8317
`);
  });

  it('takes the key from the one variable that the shell has', () => {
    expect(contentOf('env', { keyPlacement: 'environment' })).toContain('OPENAI_API_KEY="$GATEHOUSE_API_KEY"\n');
    expect(contentOf('env', { keyPlacement: 'environment' })).not.toContain(ownKey);
  });
});

describe('the Cline bundle', () => {
  it('owns the address and the key of the one provider, and no more', () => {
    const { file, read } = rendered('cline', { keyPlacement: 'command' });
    expect(read('providers.json')).toEqual({
      version: 1,
      lastUsedProvider: 'openai-compatible',
      modes: {},
      providers: {
        'openai-compatible': {
          settings: {
            provider: 'openai-compatible',
            apiKey: ownKey,
            model: 'claude-sonnet-4-5',
            baseUrl: 'http://gateway.example:8317/v1',
          },
          updatedAt: '2026-01-01T00:00:00.000Z',
          tokenSource: 'manual',
        },
      },
    });
    expect(file('providers.json').managed).toEqual(
      ['provider', 'apiKey', 'baseUrl'].map((name) => ['providers', 'openai-compatible', 'settings', name]),
    );
  });
});
