import { chosenModels } from '../chosen-models.ts';
import { defined, jsonFile } from '../files.ts';
import { keyCommand, placeKey } from '../key-placement.ts';
import type { BundleModel, Format, FormatInput } from '../sources.ts';
import { newestNamed } from '../suggest-models.ts';

type KeySettings = { env?: Record<string, string>; apiKeyHelper?: string };

/**
 * Claude Code, `settings.json` below `~/.claude`, strict JSON. Its own default models are none that a gateway has to
 * offer, so every tier that it knows is given one.
 */
export const renderClaudeCode: Format = (input) => {
  const key = placeKey<KeySettings>(input, {
    inline: (clientKey) => ({ env: { ANTHROPIC_AUTH_TOKEN: clientKey } }),
    command: { apiKeyHelper: keyCommand.join(' ') },
  });
  const { main, tiers } = tiersOf(input);
  const content = defined({
    $schema: 'https://json.schemastore.org/claude-code-settings.json',
    model: main.id,
    apiKeyHelper: key.value.apiKeyHelper,
    env: {
      ANTHROPIC_BASE_URL: input.gateway.baseUrl,
      ...key.value.env,
      ...tiers,
      CLAUDE_CODE_ENABLE_GATEWAY_MODEL_DISCOVERY: '1',
    },
  });
  const file = jsonFile(
    {
      path: 'claude-code/settings.json',
      syntax: 'json',
      isSecret: key.isSecret,
      managed: [
        ['apiKeyHelper'],
        ['env', 'ANTHROPIC_BASE_URL'],
        ['env', 'ANTHROPIC_AUTH_TOKEN'],
        ...Object.keys(tiers).map((name) => ['env', name]),
      ],
      suggested: [['$schema'], ['model'], ['env', 'CLAUDE_CODE_ENABLE_GATEWAY_MODEL_DISCOVERY']],
    },
    content,
  );
  return { files: [file], notes: [] };
};

function tiersOf(input: FormatInput): { main: BundleModel; tiers: Record<string, string> } {
  const { main, small } = chosenModels(input, 'messages');
  const tier = (family: RegExp, otherwise: BundleModel) => (newestNamed(input.models, family) ?? otherwise).id;
  return {
    main,
    tiers: {
      ANTHROPIC_DEFAULT_OPUS_MODEL: tier(/claude.*opus/, main),
      ANTHROPIC_DEFAULT_SONNET_MODEL: tier(/claude.*sonnet/, main),
      ANTHROPIC_DEFAULT_HAIKU_MODEL: tier(/claude.*haiku/, small),
    },
  };
}
