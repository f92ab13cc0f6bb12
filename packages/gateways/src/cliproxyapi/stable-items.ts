type Known = ReadonlyMap<string, unknown>;

/**
 * Lists are read again and again, and most of their items stay as they are. Those are the same objects from one read to
 * the next, so that what was found out about them does not have to be found out anew. Keeps no more than two reads.
 */
export class StableItems {
  readonly #sections = new Map<string, { last: Known; older: Known }>();

  of<Item>(section: string, items: readonly Item[]): Item[] {
    const { last, older } = this.#sections.get(section) ?? { last: new Map(), older: new Map() };
    const now = new Map<string, unknown>();
    const stable = items.map((item) => {
      if (typeof item !== 'object') return item;
      const text = JSON.stringify(item);
      const known = now.get(text) ?? last.get(text) ?? older.get(text) ?? item;
      now.set(text, known);
      return known as Item;
    });
    this.#sections.set(section, { last: now, older: last });
    return stable;
  }
}
