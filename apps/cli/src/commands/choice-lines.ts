import type { MaskedBundleChoices, ModelChoice, TeamExclusions } from '@gatehouse/contracts/bundle-choices';

/** One line for each thing that was chosen, without any value of a variable or header. */
export function choiceLines(choices: MaskedBundleChoices): string[] {
  const models = (group: string, record: Record<string, ModelChoice>) =>
    Object.entries(record).map(([name, choice]) => `${group} ${name}: ${modelsText(choice)}`);
  return [
    ...(choices.defaultModel === undefined ? [] : [`default model: ${choices.defaultModel}`]),
    ...(choices.smallModel === undefined ? [] : [`small model: ${choices.smallModel}`]),
    ...(choices.preset === undefined ? [] : [`preset: ${choices.preset}`]),
    ...models('agent', choices.agents),
    ...models('category', choices.categories),
    ...choices.exclusions.map((pattern) => `excluded: ${pattern}`),
    ...Object.entries(choices.limits).map(
      ([model, { contextLimit, outputLimit }]) =>
        `limit ${model}: context ${contextLimit ?? 'as known'}, output ${outputLimit ?? 'as known'}`,
    ),
    ...Object.entries(choices.mcpServers).map(([name, server]) => {
      const values = Object.keys(server.type === 'local' ? server.environment : server.headers);
      const what = server.type === 'local' ? server.command.join(' ') : server.url;
      return `server ${name}: ${what}${values.length > 0 ? ` with ${values.join(', ')}` : ''}${server.isEnabled ? '' : ' (off)'}`;
    }),
    ...choices.plugins.map((plugin) => `plugin: ${plugin}`),
    ...Object.entries(choices.permissions).map(([tool, permission]) => `permission ${tool}: ${permission}`),
  ];
}

const modelsText = ({ models, variant }: ModelChoice): string =>
  models.join(', ') + (variant === undefined ? '' : ` (${variant})`);

/** What no choice takes back, and which of the models that are offered now that means. */
export const teamLine = ({ teamName, exclusions, models }: TeamExclusions): string =>
  `excluded by your team ${teamName}: ${exclusions.join(', ')} (now ${models.join(', ') || 'none'})`;
