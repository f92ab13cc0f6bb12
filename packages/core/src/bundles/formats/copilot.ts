import type { VariableValue } from '../dotenv.ts';
import { dotenvFile, wholeFile } from '../files.ts';
import { keyCommand, keyVariable, placeKey } from '../key-placement.ts';
import { entryFor, type ProtocolTable } from '../protocol.ts';
import type { Format } from '../sources.ts';

type Provider = { tail: string; variables: Record<string, string> };

const providers: ProtocolTable<Provider> = {
  chat: {
    tail: '/v1',
    variables: { COPILOT_PROVIDER_TYPE: 'openai', COPILOT_PROVIDER_WIRE_API: 'completions' },
  },
  responses: {
    tail: '/v1',
    variables: { COPILOT_PROVIDER_TYPE: 'openai', COPILOT_PROVIDER_WIRE_API: 'responses' },
  },
  messages: { tail: '', variables: { COPILOT_PROVIDER_TYPE: 'anthropic' } },
};

/** GitHub Copilot CLI takes a provider of one's own from the environment only, and one model from it. */
export const renderCopilot: Format = (input) => {
  const { gateway, main } = input;
  const key = placeKey<Record<string, VariableValue>>(input, {
    inline: (clientKey) => ({ COPILOT_PROVIDER_API_KEY: clientKey }),
    environment: { COPILOT_PROVIDER_API_KEY: { expression: `$${keyVariable}` } },
    command: { COPILOT_PROVIDER_API_KEY_COMMAND: keyCommand.join(' ') },
  });
  const { tail, variables } = entryFor(providers, main.id);
  const file = dotenvFile(
    { path: 'copilot/copilot.env', isSecret: key.isSecret, managed: [] },
    {
      COPILOT_PROVIDER_BASE_URL: gateway.baseUrl + tail,
      ...variables,
      ...key.value,
      COPILOT_MODEL: main.id,
      COPILOT_OFFLINE: 'true',
    },
  );
  const notes = [
    'Copilot CLI has no file for this. Before you start it: set -a; . ~/.config/gatehouse/copilot.env; set +a',
  ];
  return { files: [wholeFile(file)], notes };
};
