'use client';

import { useMemo, useState } from 'react';

/** Several of a list. What is not there any more is not chosen any more. */
export function useChoice<Item>(items: readonly Item[], keyOf: (item: Item) => string) {
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set());
  const chosen = useMemo(() => items.filter((item) => keys.has(keyOf(item))), [items, keys, keyOf]);
  const set = (given: readonly Item[], isChosen: boolean) =>
    setKeys((before) => {
      const after = new Set(before);
      for (const item of given) {
        if (isChosen) after.add(keyOf(item));
        else after.delete(keyOf(item));
      }
      return after;
    });
  return { chosen, isChosen: (item: Item) => keys.has(keyOf(item)), set, clear: () => setKeys(new Set()) };
}
