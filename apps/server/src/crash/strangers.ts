import type { Double, DoubleOptions, SectionName } from '@gatehouse/gateways/double';

/** What others had put at the gateway before: fields that Gatehouse does not know are in it. */
export const strangers = {
  apiKeys: ['sk-test-stranger-one', 'sk-test-stranger-two'],
  lists: {
    'claude-api-key': [{ 'api-key': 'sk-test-stranger-claude', headers: { 'X-Team': 'red' }, weight: 3 }],
    'gemini-api-key': [{ 'api-key': 'sk-test-stranger-gemini', 'proxy-url': 'http://proxy.example.com:3128' }],
    'openai-compatibility': [
      {
        name: 'stranger',
        'base-url': 'https://stranger.example.com/v1',
        'api-key-entries': [{ 'api-key': 'sk-test-stranger-custom' }],
        models: [{ name: 'upstream', alias: 'stranger-model' }],
      },
    ],
  },
} satisfies Pick<DoubleOptions, 'apiKeys' | 'lists'>;

export const sections = ['claude-api-key', 'gemini-api-key', 'codex-api-key', 'openai-compatibility'] as const;

/** The strangers that are there now, in their order. */
export const strangersAt = (double: Double) => ({
  apiKeys: double.clientKeys().filter((key) => key.startsWith('sk-test-stranger')),
  lists: Object.fromEntries(sections.map((section) => [section, strangersIn(double, section)])),
});

const strangersIn = (double: Double, section: SectionName) =>
  double
    .entries(section)
    .filter((entry) => [entry.name, entry['api-key']].some((text) => /stranger/.test(String(text))));
