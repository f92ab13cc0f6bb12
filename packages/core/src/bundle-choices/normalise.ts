import type { EditedBundleChoices } from '@gatehouse/contracts/bundle-choices';

/** One of each: of equal patterns the last one counts, of a plugin in two versions the last one. */
export function normalised(choices: EditedBundleChoices): EditedBundleChoices {
  const models = (record: EditedBundleChoices['agents']) =>
    Object.fromEntries(
      Object.entries(record).map(([name, choice]) => [name, { ...choice, models: [...new Set(choice.models)] }]),
    );
  return {
    ...choices,
    agents: models(choices.agents),
    categories: models(choices.categories),
    exclusions: lastOfEach(choices.exclusions),
    plugins: lastOfEach(choices.plugins, packageOf),
  };
}

/** In the order in which each was named last. */
export function lastOfEach(items: readonly string[], keyOf: (item: string) => string = (item) => item): string[] {
  const byKey = new Map<string, string>();
  for (const item of items) {
    byKey.delete(keyOf(item));
    byKey.set(keyOf(item), item);
  }
  return [...byKey.values()];
}

/** `@scope/name@1.2.3` → `@scope/name` */
export const packageOf = (plugin: string): string => plugin.slice(0, plugin.lastIndexOf('@'));
