import type { SectionName } from './sections.ts';

export type CatalogueModel = { id: string; name: string; created: number; maxInput: number; maxOutput: number };

const model = (id: string, name: string, created: number, maxInput = 200_000, maxOutput = 64_000): CatalogueModel => ({
  id,
  name,
  created,
  maxInput,
  maxOutput,
});

const claude = [
  model('claude-haiku-4-5-20251001', 'Claude 4.5 Haiku', 1_759_276_800),
  model('claude-sonnet-4-5-20250929', 'Claude 4.5 Sonnet', 1_759_104_000),
  model('claude-sonnet-4-6', 'Claude 4.6 Sonnet', 1_771_372_800),
  model('claude-sonnet-5', 'Claude 5 Sonnet', 1_782_777_600, 1_000_000),
  model('claude-opus-4-6', 'Claude 4.6 Opus', 1_770_318_000),
  model('claude-opus-5', 'Claude 5 Opus', 1_784_038_800, 1_000_000),
];
const gemini = [
  model('gemini-2.5-pro', 'Gemini 2.5 Pro', 1_750_118_400, 1_048_576, 65_536),
  model('gemini-2.5-flash', 'Gemini 2.5 Flash', 1_750_118_400, 1_048_576, 65_536),
  model('gemini-3-pro-preview', 'Gemini 3 Pro Preview', 1_737_158_400, 1_048_576, 65_536),
  model('gemini-3.5-flash', 'Gemini 3.5 Flash', 1_779_235_200, 1_048_576, 65_536),
];
const codex = [
  model('gpt-5.4', 'GPT 5.4', 1_772_668_800, 400_000, 128_000),
  model('gpt-5.4-mini', 'GPT 5.4 Mini', 1_773_705_600, 400_000, 128_000),
  model('gpt-5.5', 'GPT 5.5', 1_776_902_400, 400_000, 128_000),
  model('gpt-image-2', 'GPT Image 2', 1_704_067_200),
];
const xai = [model('grok-4.5', 'Grok 4.5', 1_783_526_400), model('grok-4.6', 'Grok 4.6', 1_785_974_400)];

type Family = {
  provider: string;
  kind: string;
  seed: string | null;
  ownedBy: string;
  executor: string;
  models: readonly CatalogueModel[];
};

/** What an entry without mappings of its own offers, and how a section's credentials are called in records. */
export const families: Record<Exclude<SectionName, 'openai-compatibility'>, Family> = {
  'gemini-api-key': {
    provider: 'gemini',
    kind: 'gemini:apikey',
    seed: 'gemini-api-key',
    ownedBy: 'google',
    executor: 'GeminiExecutor',
    models: gemini,
  },
  'interactions-api-key': {
    provider: 'gemini-interactions',
    kind: 'gemini-interactions:apikey',
    seed: 'interactions-api-key',
    ownedBy: 'google',
    executor: 'GeminiInteractionsExecutor',
    models: gemini,
  },
  'claude-api-key': {
    provider: 'claude',
    kind: 'claude:apikey',
    seed: 'claude-api-key',
    ownedBy: 'anthropic',
    executor: 'ClaudeExecutor',
    models: claude,
  },
  'codex-api-key': {
    provider: 'codex',
    kind: 'codex:apikey',
    seed: 'codex-api-key',
    ownedBy: 'openai',
    executor: 'CodexExecutor',
    models: codex,
  },
  'xai-api-key': {
    provider: 'xai',
    kind: 'xai:apikey',
    seed: 'xai-api-key',
    ownedBy: 'xai',
    executor: 'XAIExecutor',
    models: xai,
  },
  'vertex-api-key': {
    provider: 'vertex',
    kind: 'vertex:apikey',
    seed: null,
    ownedBy: 'google',
    executor: 'GeminiVertexExecutor',
    models: gemini,
  },
};
