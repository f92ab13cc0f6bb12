import type { BundleChoices, McpServer, ModelChoice } from '@gatehouse/contracts/bundle-choices';
import { bundleAgents, bundlePresets, keyPlacements } from '@gatehouse/contracts/bundles';
import { modalities, modelKinds } from '@gatehouse/contracts/models';
import fc from 'fast-check';
import type { BundleModel, BundleSources } from '../sources.ts';
import { modelOf, sampleSources } from './sources.ts';

const realNames = [
  'claude-opus-4-6',
  'claude-sonnet-4.6-20260101',
  'openrouter/claude-haiku-4.5',
  'gpt-5.4',
  'GPT-5-nano',
  'gpt-oss-120b',
  'o3',
  'gemini-3.1-pro',
  'vendor/gemini-3-flash',
  'kimi-k2.5',
  'glm-5',
  'text-embedding-3-large',
];
const modelId = fc.oneof(
  fc.constantFrom(...realNames),
  fc.stringMatching(/^[a-z0-9][a-z0-9./-]{0,20}$/),
  fc.string({ minLength: 1, maxLength: 20, unit: 'binary' }),
  fc.constantFrom(`"`, `'`, `$(id)`, '`id`', '\\', '#', '{env:HOME}', '__proto__', '1', 'a b', '$HOME'),
);
const tokens = fc.option(fc.integer({ min: 1, max: 2_000_000 }));
const amount = fc.integer({ min: 0, max: 10_000 }).map((cents) => (cents / 100).toFixed(2));
const someModalities = fc.uniqueArray(fc.constantFrom(...modalities), { minLength: 1 });

const model: fc.Arbitrary<BundleModel> = fc
  .record({
    id: modelId,
    displayName: fc.string({ minLength: 1, maxLength: 20 }),
    kind: fc.oneof({ weight: 3, arbitrary: fc.constant('chat' as const) }, fc.constantFrom(...modelKinds)),
    inputModalities: someModalities,
    outputModalities: someModalities,
    contextLimit: tokens,
    outputLimit: tokens,
    hasReasoning: fc.boolean(),
    hasTools: fc.boolean(),
    price: fc.option(fc.record({ input: amount, output: amount })),
  })
  .map(({ id, ...known }) => modelOf(id, known));

const modelChoice: fc.Arbitrary<ModelChoice> = fc.record(
  { models: fc.array(modelId, { minLength: 1, maxLength: 4 }), variant: fc.constantFrom('low', 'high') },
  { requiredKeys: ['models'] },
);
const agentNames = Object.values(bundleAgents).flatMap(({ agents, categories }) => [...agents, ...categories]);
const choiceRecord = fc.dictionary(fc.constantFrom(...agentNames, 'unheard-of'), modelChoice, { maxKeys: 6 });
const server: fc.Arbitrary<McpServer> = fc.oneof(
  fc.record({
    type: fc.constant('local' as const),
    command: fc.constant<string[]>(['npx', 'some-server@1.0.0']),
    environment: fc.dictionary(fc.constantFrom('TOKEN', 'REGION'), fc.string({ maxLength: 10 })),
    isEnabled: fc.boolean(),
  }),
  fc.record({
    type: fc.constant('remote' as const),
    url: fc.constant<string>('https://mcp.example.com/mcp'),
    headers: fc.dictionary(fc.constantFrom('authorization', 'x-team'), fc.string({ maxLength: 10 })),
    isEnabled: fc.boolean(),
  }),
);

const choices: fc.Arbitrary<Partial<BundleChoices>> = fc.record(
  {
    defaultModel: modelId,
    smallModel: modelId,
    preset: fc.constantFrom(...Object.keys(bundlePresets), 'gone'),
    agents: choiceRecord,
    categories: choiceRecord,
    exclusions: fc.array(fc.constantFrom('claude-*', '*mini*', 'gpt-5.4', '*/*', 'a*', '*9'), { maxLength: 3 }),
    mcpServers: fc.dictionary(fc.constantFrom('docs', 'tickets'), server),
    plugins: fc.constantFrom([], ['some-plugin@1.2.3']),
    permissions: fc.dictionary(fc.constantFrom('bash', 'edit'), fc.constantFrom('allow', 'ask', 'deny')),
  },
  { requiredKeys: [] },
);

/** Catalogues and choices of any kind, the strange ones too. */
export const randomSources: fc.Arbitrary<BundleSources> = fc
  .record({
    models: fc.uniqueArray(model, { selector: ({ id }) => id, maxLength: 12 }),
    choices,
    keyPlacement: fc.constantFrom(...keyPlacements),
    waiting: fc.constantFrom(null, { share: 'Team', forConsent: ['docs', 'some-plugin'], forValues: ['tickets'] }),
  })
  .map(sampleSources);
