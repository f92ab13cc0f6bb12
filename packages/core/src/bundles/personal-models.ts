import { type BundleChoices, isExcluded, type ModelLimit } from '@gatehouse/contracts/bundle-choices';
import type { BundleModel } from './sources.ts';

/** What is left of a catalogue after the exclusions, with the person's lower limits. Pure. */
export function personalModels(
  models: readonly BundleModel[],
  { exclusions, limits }: Pick<BundleChoices, 'exclusions' | 'limits'>,
): BundleModel[] {
  return models
    .filter(({ id }) => !isExcluded(exclusions, id))
    .map((model) => (Object.hasOwn(limits, model.id) ? lowered(model, limits[model.id] ?? {}) : model));
}

const lowered = (model: BundleModel, { contextLimit, outputLimit }: ModelLimit): BundleModel => ({
  ...model,
  contextLimit: lower(model.contextLimit, contextLimit),
  outputLimit: lower(model.outputLimit, outputLimit),
});

const lower = (known: number | null, wanted: number | undefined): number | null =>
  wanted === undefined ? known : Math.min(known ?? wanted, wanted);
