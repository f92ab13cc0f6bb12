import type { McpServer } from '@gatehouse/contracts/bundle-choices';
import { bundleAgents } from '@gatehouse/contracts/bundles';
import { chosenAgentModels } from './agents/agent-models.ts';
import { defined } from './files.ts';
import { keyVariable, placeKey } from './key-placement.ts';
import { entryFor, type ProtocolTable } from './protocol.ts';
import type { BundleModel, FormatInput } from './sources.ts';

type Library = { provider: 'gatehouse' | 'gatehouse-gemini'; npm: string };
const openaiCompatible = '@ai-sdk/openai-compatible';

/**
 * The AI SDKs that the client brings along. A model cannot have a base URL of its own, and Gemini's is another one: so
 * it takes a second provider.
 */
const libraries: ProtocolTable<Library> = {
  chat: { provider: 'gatehouse', npm: openaiCompatible },
  responses: { provider: 'gatehouse', npm: '@ai-sdk/openai' },
  messages: { provider: 'gatehouse', npm: '@ai-sdk/anthropic' },
  gemini: { provider: 'gatehouse-gemini', npm: '@ai-sdk/google' },
};

/** How OpenCode, its forks and its plugins name a model. */
export const opencodeReference = ({ id }: BundleModel): string => `${entryFor(libraries, id).provider}/${id}`;

/** The configuration that OpenCode 1.x and its forks understand; it is stricter than it says about every value. */
export function opencodeConfig(input: FormatInput) {
  const { choices, main, small } = input;
  const key = placeKey(input, {
    inline: (clientKey) => clientKey,
    environment: `{env:${keyVariable}}`,
  });
  const agents = chosenAgentModels(input, bundleAgents.opencode.agents).map(([name, { model, variant }]) => [
    name,
    defined({ model: opencodeReference(model), variant }),
  ]);
  const servers = Object.entries(choices.mcpServers).map(([name, server]) => [`gatehouse-${name}`, mcpOf(server)]);
  const content = defined({
    $schema: 'https://opencode.ai/config.json',
    model: opencodeReference(main),
    small_model: opencodeReference(small),
    provider: providersOf(input, key.value),
    agent: recordOf(agents),
    mcp: recordOf(servers),
    permission: recordOf(Object.entries(choices.permissions)),
    plugin: choices.plugins.length > 0 ? choices.plugins : undefined,
  });
  return {
    content,
    isSecret: key.isSecret || Object.values(choices.mcpServers).some(hasSecret),
    managed: [
      ['provider', 'gatehouse'],
      ['provider', 'gatehouse-gemini'],
      ['mcp', { keys: 'gatehouse-' }],
    ],
    suggested: [
      ['$schema'],
      ['model'],
      ['small_model'],
      ...agents.map(([name]) => ['agent', String(name), 'model']),
      ...Object.keys(choices.permissions).map((tool) => ['permission', tool]),
      ...(choices.plugins.length > 0 ? [['plugin']] : []),
    ],
  };
}

const recordOf = <T>(entries: (readonly T[])[]) => (entries.length > 0 ? Object.fromEntries(entries) : undefined);

function providersOf({ gateway, models }: FormatInput, apiKey: string) {
  const of = (provider: Library['provider']) =>
    models.filter((model) => entryFor(libraries, model.id).provider === provider);
  const gemini = of('gatehouse-gemini');
  return defined({
    gatehouse: {
      npm: openaiCompatible,
      name: gateway.name,
      options: { baseURL: `${gateway.baseUrl}/v1`, apiKey },
      models: modelsOf(of('gatehouse'), openaiCompatible),
    },
    'gatehouse-gemini':
      gemini.length > 0
        ? {
            npm: '@ai-sdk/google',
            name: `${gateway.name} (Gemini)`,
            options: { baseURL: `${gateway.baseUrl}/v1beta`, apiKey },
            models: modelsOf(gemini, '@ai-sdk/google'),
          }
        : undefined,
  });
}

const modelsOf = (models: readonly BundleModel[], providerNpm: string) =>
  Object.fromEntries(models.map((model) => [model.id, modelOf(model, entryFor(libraries, model.id).npm, providerNpm)]));

/** A limit without its other half is refused, and with it the whole file: so only what is fully known is in it. */
function modelOf(model: BundleModel, npm: string, providerNpm: string) {
  const { contextLimit, outputLimit, inputModalities, outputModalities, price } = model;
  const isLimitKnown = contextLimit !== null && outputLimit !== null && outputLimit <= contextLimit;
  const isTextOnly = [...inputModalities, ...outputModalities].every((modality) => modality === 'text');
  return defined({
    name: model.displayName,
    attachment: inputModalities.some((modality) => modality !== 'text') ? true : undefined,
    reasoning: model.hasReasoning ? true : undefined,
    tool_call: model.hasTools ? undefined : false,
    limit: isLimitKnown ? { context: contextLimit, output: outputLimit } : undefined,
    modalities: isTextOnly ? undefined : { input: inputModalities, output: outputModalities },
    cost: price
      ? defined({
          input: Number(price.input),
          output: Number(price.output),
          cache_read: price.cacheRead === undefined ? undefined : Number(price.cacheRead),
          cache_write: price.cacheWrite === undefined ? undefined : Number(price.cacheWrite),
        })
      : undefined,
    provider: npm === providerNpm ? undefined : { npm },
  });
}

function mcpOf(server: McpServer) {
  const enabled = server.isEnabled;
  if (server.type === 'remote') return { type: 'remote', url: server.url, headers: server.headers, enabled };
  return { type: 'local', command: server.command, environment: server.environment, enabled };
}

const hasSecret = (server: McpServer): boolean =>
  Object.keys(server.type === 'local' ? server.environment : server.headers).length > 0;
