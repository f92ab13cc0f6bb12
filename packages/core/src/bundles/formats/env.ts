import type { VariableValue } from '../dotenv.ts';
import { dotenvFile, wholeFile } from '../files.ts';
import { keyVariable, placeKey } from '../key-placement.ts';
import type { Format } from '../sources.ts';

/** Variables for whatever speaks one of the three protocols and reads its settings from the environment. */
export const renderEnv: Format = (input) => {
  const { baseUrl } = input.gateway;
  const key = placeKey<Keys>(input, {
    inline: (clientKey) => ({ own: { [keyVariable]: clientKey }, value: clientKey }),
    environment: { own: {}, value: { expression: `$${keyVariable}` } },
  });
  const { own, value } = key.value;
  const file = dotenvFile(
    { path: 'env/gatehouse.env', isSecret: key.isSecret, managed: [] },
    {
      ...own,
      OPENAI_API_KEY: value,
      OPENAI_BASE_URL: `${baseUrl}/v1`,
      ANTHROPIC_API_KEY: value,
      ANTHROPIC_BASE_URL: baseUrl,
      GEMINI_API_KEY: value,
      GOOGLE_GEMINI_BASE_URL: baseUrl,
    },
  );
  return {
    files: [wholeFile(file)],
    notes: ['To load it in a shell: set -a; . ~/.config/gatehouse/gatehouse.env; set +a'],
  };
};

type Keys = { own: Record<string, VariableValue>; value: VariableValue };
