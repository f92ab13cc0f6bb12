import { type AgentModel, agentModels } from '../agents/agent-models.ts';
import { omoAgents, omoCategories } from '../agents/chains.ts';
import { jsonFile } from '../files.ts';
import { opencodeReference } from '../opencode-config.ts';
import type { Format } from '../sources.ts';

const block = '[opencode]';
/** What it has done to files of earlier versions: without it a file is written anew at the first start. */
const migrations = ['2026-07-opencode-config-unification', '2026-08-reasoning-unification'];

/**
 * The plugin oh-my-openagent, `omo.jsonc` below `~/.omo`. It takes one model for each agent: lists of fallbacks end in
 * none at all, and a model that OpenCode does not know fails the prompt.
 */
export const renderOhMyOpenagent: Format = (input) => {
  const agents = agentModels(input, omoAgents);
  const categories = agentModels(input, omoCategories, 'categories');
  const modelsOf = (list: [string, AgentModel][]) =>
    Object.fromEntries(list.map(([name, { model }]) => [name, { model: opencodeReference(model) }]));
  const content = {
    $schema: 'https://raw.githubusercontent.com/code-yeongyu/oh-my-openagent/dev/assets/omo.schema.json',
    _migrations: migrations,
    [block]: { agents: modelsOf(agents), categories: modelsOf(categories), auto_update: false },
  };
  const file = jsonFile(
    {
      path: 'oh-my-openagent/omo.jsonc',
      syntax: 'jsonc',
      isSecret: false,
      managed: [
        ...agents.map(([name]) => [block, 'agents', name, 'model']),
        ...categories.map(([name]) => [block, 'categories', name, 'model']),
      ],
      suggested: [['$schema'], ['_migrations'], [block, 'auto_update']],
    },
    content,
  );
  return { files: [file], notes: [] };
};
