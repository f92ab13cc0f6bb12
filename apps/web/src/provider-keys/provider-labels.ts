import type { Provider } from '@gatehouse/contracts/provider-keys';

export const providerLabels: Record<Provider, string> = {
  claude: 'Claude (Anthropic)',
  gemini: 'Gemini (Google)',
  codex: 'Codex (OpenAI)',
};

export const providerHints: Record<Provider, string> = {
  claude: 'An API key from the Anthropic console.',
  gemini: 'An API key from Google AI Studio.',
  codex: 'An API key from the OpenAI platform.',
};
