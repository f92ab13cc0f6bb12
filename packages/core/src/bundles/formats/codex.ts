import type { BundleFile } from '@gatehouse/contracts/bundles';
import { chosenModels } from '../chosen-models.ts';
import { jsonFile, tomlFile, wholeFile } from '../files.ts';
import { keyCommand, keyVariable, placeKey } from '../key-placement.ts';
import { nativeProtocol } from '../protocol.ts';
import type { BundleModel, Format } from '../sources.ts';

const catalogueName = 'gatehouse-models.json';

/**
 * Codex, below `~/.codex`: a provider in `config.toml`, and `gatehouse.config.toml` for `codex -p gatehouse`, which
 * leaves the person's own defaults alone. It asks every model for responses.
 */
export const renderCodex: Format = (input) => {
  const { gateway } = input;
  const { main } = chosenModels(input, 'responses');
  const key = placeKey<Record<string, unknown>>(input, {
    inline: (clientKey) => ({ experimental_bearer_token: clientKey }),
    environment: { env_key: keyVariable, env_key_instructions: 'Run: gatehouse env' },
    command: { auth: { command: keyCommand[0], args: keyCommand.slice(1) } },
  });
  const provider = {
    name: gateway.name,
    base_url: `${gateway.baseUrl}/v1`,
    wire_api: 'responses',
    supports_websockets: false,
    ...key.value,
  };
  // The client takes its own instructions and settings from a model that it knows: a list of ours would replace them.
  const needsCatalogue = nativeProtocol(main.id) !== 'responses';
  const content = { model: main.id, model_provider: 'gatehouse', model_providers: { gatehouse: provider } };
  const profile = needsCatalogue ? { model_catalog_json: catalogueName, ...content } : content;
  const { isSecret } = key;
  const files = [
    tomlFile(
      {
        path: 'codex/config.toml',
        isSecret,
        managed: [['model_providers', 'gatehouse']],
        suggested: [['model'], ['model_provider']],
      },
      content,
    ),
    wholeFile(tomlFile({ path: 'codex/gatehouse.config.toml', isSecret, managed: [] }, profile)),
  ];
  return { files: needsCatalogue ? [...files, catalogueOf(input.models)] : files, notes: [] };
};

/** A path in a configuration is meant from where that is, so the profile finds it on every machine. */
const catalogueOf = (models: readonly BundleModel[]): BundleFile =>
  wholeFile(
    jsonFile(
      { path: `codex/${catalogueName}`, syntax: 'json', isSecret: false, managed: [] },
      { models: models.map(catalogueEntry) },
    ),
  );

function catalogueEntry(model: BundleModel, index: number) {
  return {
    slug: model.id,
    display_name: model.displayName,
    supported_reasoning_levels: model.hasReasoning ? reasoningLevels : [],
    ...(model.hasReasoning ? { default_reasoning_level: 'medium' } : {}),
    shell_type: 'shell_command',
    visibility: 'list',
    supported_in_api: true,
    priority: index + 1,
    support_verbosity: false,
    truncation_policy: { mode: 'bytes', limit: 10_000 },
    experimental_supported_tools: [],
    supports_parallel_tool_calls: model.hasTools,
    input_modalities: ['text', ...(model.inputModalities.includes('image') ? ['image'] : [])],
    ...(model.contextLimit === null ? {} : { context_window: model.contextLimit }),
    base_instructions: instructions,
  };
}

const reasoningLevels = [
  { effort: 'low', description: 'Quick answers' },
  { effort: 'medium', description: 'For most tasks' },
  { effort: 'high', description: 'For hard problems' },
];

/** Whoever gives the client a model has to say how the model is to work in it. */
const instructions = [
  'You are a coding agent in a terminal, working in the person’s folder with the tools that you are given.',
  'Work on the request until it is done, then stop. Do what was asked and no more than that.',
  'Before you change a file, read it and what depends on it. Follow the style that the project has, and the instructions in its AGENTS.md files; a file deeper in the tree goes before one above it.',
  'Find files and text with rg where it is installed. Change files with the patch tool or the shell, in small steps.',
  'Never undo changes that you did not make, and never run a command that destroys work, such as git reset --hard, unless you were told to. Do not commit unless you were told to.',
  'After a change run the tests or the build that cover it, and mend what you broke. If something cannot be run here, say so.',
  'When a command is refused or fails, find out why before you try another way. Ask only when you cannot go on without an answer.',
  'Keep messages short and plain. At the end say what you changed, in which files, and what the person should check.',
].join('\n');
