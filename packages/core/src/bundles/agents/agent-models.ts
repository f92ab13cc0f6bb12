import type { ModelChoice } from '@gatehouse/contracts/bundle-choices';
import type { BundleModel, FormatInput } from '../sources.ts';
import { strongest } from '../suggest-models.ts';
import type { AgentDefault, Want } from './chains.ts';
import { type Preset, presets } from './presets.ts';

export type AgentModel = { model: BundleModel; fallbacks: BundleModel[]; variant?: string };

const noPreset: Preset = { agents: {}, categories: {} };
const maxFallbacks = 3;

/**
 * A model for every agent of a table: what the person chose, then what the preset says, then the table, then whatever
 * does by its abilities. Each model is one of the bundle's own.
 */
export function agentModels(
  input: FormatInput,
  table: Readonly<Record<string, AgentDefault>>,
  part: 'agents' | 'categories' = 'agents',
): [name: string, AgentModel][] {
  return Object.entries(table).map(([name, fallback]) => {
    const listed = pick(input, [...chosenFor(input, part, name), fallback]);
    if (listed) return [name, listed];
    return [name, withVariant(bySkill(input, fallback.want), fallback.variant)];
  });
}

/** Only of agents for which the person or the preset says something. */
export function chosenAgentModels(input: FormatInput, names: readonly string[]): [name: string, AgentModel][] {
  return names.flatMap((name): [string, AgentModel][] => {
    const model = pick(input, chosenFor(input, 'agents', name));
    return model ? [[name, model]] : [];
  });
}

type Choice = { models: readonly string[]; variant?: string | undefined };

function chosenFor({ choices }: FormatInput, part: 'agents' | 'categories', name: string): Choice[] {
  const preset = presetOf(choices.preset);
  return [own(choices[part], name), own(preset[part], name)].filter((choice) => choice !== undefined);
}

export const presetOf = (name: string | undefined): Preset =>
  (name !== undefined && Object.hasOwn(presets, name) && presets[name as keyof typeof presets]) || noPreset;

const own = (record: Record<string, ModelChoice>, name: string): ModelChoice | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;

function pick({ find }: FormatInput, choices: readonly Choice[]): AgentModel | undefined {
  const found = new Map<BundleModel, string | undefined>();
  for (const { models, variant } of choices)
    for (const name of models) {
      const model = find(name);
      if (model?.hasTools && !found.has(model)) found.set(model, variant);
    }
  const [first, ...rest] = found.keys();
  if (!first) return undefined;
  return { ...withVariant(first, found.get(first)), fallbacks: rest.slice(0, maxFallbacks) };
}

/** A model that does not think has no variants. */
const withVariant = (model: BundleModel, variant: string | undefined): AgentModel =>
  variant !== undefined && model.hasReasoning ? { model, fallbacks: [], variant } : { model, fallbacks: [] };

function bySkill({ models, main, small }: FormatInput, want: Want): BundleModel {
  if (want === 'quick') return small;
  if (want === 'strong' || main.inputModalities.includes('image')) return main;
  const [first, ...rest] = models.filter((model) => model.hasTools && model.inputModalities.includes('image'));
  return first ? strongest([first, ...rest]) : main;
}
