import { chosenModels } from '../chosen-models.ts';
import { dotenvFile, jsonFile } from '../files.ts';
import { placeKey } from '../key-placement.ts';
import type { Format } from '../sources.ts';

/**
 * Gemini CLI, `settings.json` and `.env` below `~/.gemini`. Without a kind of authentication it guesses one that it does
 * not have, and without a model it asks for two that a gateway rarely offers.
 */
export const renderGeminiCli: Format = (input) => {
  const { baseUrl } = input.gateway;
  const key = placeKey(input, { inline: (clientKey) => clientKey });
  const { main } = chosenModels(input, 'gemini');
  return {
    files: [
      jsonFile(
        {
          path: 'gemini-cli/settings.json',
          syntax: 'jsonc',
          isSecret: false,
          managed: [['security', 'auth', 'selectedType']],
          suggested: [['model', 'name']],
        },
        { security: { auth: { selectedType: 'gemini-api-key' } }, model: { name: main.id } },
      ),
      dotenvFile(
        {
          path: 'gemini-cli/.env',
          isSecret: key.isSecret,
          managed: [['GEMINI_API_KEY'], ['GOOGLE_GEMINI_BASE_URL']],
        },
        { GEMINI_API_KEY: key.value, GOOGLE_GEMINI_BASE_URL: baseUrl },
      ),
    ],
    notes: [
      'In a folder that has a .env file of its own Gemini CLI does not read this one: export its two variables there.',
      ...(isPlainHttpElsewhere(baseUrl) ? ['Gemini CLI needs https to a gateway that is not on this machine.'] : []),
    ],
  };
};

function isPlainHttpElsewhere(baseUrl: string): boolean {
  const { protocol, hostname } = new URL(baseUrl);
  return protocol === 'http:' && !['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}
