import { type AgentModel, agentModels } from '../agents/agent-models.ts';
import { slimAgents } from '../agents/chains.ts';
import { defined, jsonFile } from '../files.ts';
import { opencodeReference } from '../opencode-config.ts';
import type { Format } from '../sources.ts';

const preset = 'gatehouse';

/** The plugin oh-my-opencode-slim, its file below `~/.config/opencode`: a preset of our name, which the person may leave. */
export const renderOhMyOpencodeSlim: Format = (input) => {
  const agents = agentModels(input, slimAgents).map(([name, agent]) => [name, entryOf(agent)]);
  const file = jsonFile(
    {
      path: 'oh-my-opencode-slim/oh-my-opencode-slim.json',
      syntax: 'jsonc',
      isSecret: false,
      managed: [['presets', preset]],
      suggested: [['preset']],
    },
    { preset, presets: { [preset]: Object.fromEntries(agents) } },
  );
  return { files: [file], notes: [] };
};

/** Several models are tried in turn, all of them the bundle's own. */
function entryOf({ model, fallbacks, variant }: AgentModel) {
  const references = [model, ...fallbacks].map(opencodeReference);
  return defined({ model: references.length > 1 ? references : references[0], variant });
}
