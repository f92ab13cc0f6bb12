/** The newer page and then what of the older is not in it: where both have it, the newer one knows better. */
export function joinPages<Item extends { id: string }>(newer: readonly Item[], older: readonly Item[]): Item[] {
  const known = new Set(newer.map(({ id }) => id));
  return [...newer, ...older.filter(({ id }) => !known.has(id))];
}
