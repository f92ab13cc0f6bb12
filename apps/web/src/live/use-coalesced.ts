'use client';

import { useCallback, useEffect, useRef } from 'react';

/** Collects what is announced within `waitMs` and hands it on at once, each only once. */
export function useCoalesced<Item>(waitMs: number, handle: (items: ReadonlySet<Item>) => void): (item: Item) => void {
  const latest = useRef(handle);
  const collected = useRef(new Set<Item>());
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);

  useEffect(() => {
    latest.current = handle;
  });
  useEffect(
    () => () => {
      if (timer.current) clearTimeout(timer.current);
    },
    [],
  );

  return useCallback(
    (item: Item) => {
      collected.current.add(item);
      timer.current ??= setTimeout(() => {
        timer.current = null;
        const items = collected.current;
        collected.current = new Set();
        latest.current(items);
      }, waitMs);
    },
    [waitMs],
  );
}
