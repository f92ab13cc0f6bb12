import type { Provider } from '@gatehouse/contracts/provider-keys';

export const providerLabels: Record<Provider, string> = {
  claude: 'Claude (Anthropic)',
  gemini: 'Gemini (Google)',
  codex: 'Codex (OpenAI)',
  interactions: 'Interactions (Google)',
  xai: 'Grok (xAI)',
  vertex: 'Vertex (Google Cloud)',
};

export const providerHints: Record<Provider, string> = {
  claude: 'An API key from the Anthropic console.',
  gemini: 'An API key from Google AI Studio.',
  codex: 'An API key from the OpenAI platform.',
  interactions: 'An API key from Google AI Studio, used through Google’s Interactions API.',
  xai: 'An API key from the xAI console.',
  vertex: 'An API key from Google Cloud, for Vertex AI.',
};
