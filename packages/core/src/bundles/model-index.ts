import type { BundleModel } from './sources.ts';

/** Finds models by names that others wrote: what comes out is always spelled as the gateway spells it. */
export type ModelIndex = (name: string) => BundleModel | undefined;

/**
 * The id itself first, then a name that differs in case, in dots and hyphens, in what stands before the last slash or in
 * a date behind it. Of several such models the one with the shortest id: dated copies and mirrors are longer.
 */
export function indexModels(models: readonly BundleModel[]): ModelIndex {
  const byId = new Map(models.map((model) => [model.id, model]));
  const bySimpleName = new Map<string, BundleModel>();
  for (const model of models) {
    const name = simpleName(model.id);
    const other = bySimpleName.get(name);
    if (!other || model.id.length < other.id.length) bySimpleName.set(name, model);
  }
  return (name) => byId.get(name) ?? bySimpleName.get(simpleName(name));
}

const simpleName = (id: string): string =>
  id
    .slice(id.lastIndexOf('/') + 1)
    .toLowerCase()
    .replace(/[-@](20\d{2}-?[01]\d-?[0-3]\d)$/, '')
    .replace(/[._:\s]+/g, '-');
