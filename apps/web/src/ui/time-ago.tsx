'use client';

import { useSyncExternalStore } from 'react';
import { absoluteTime, relativeTime } from './relative-time.ts';

// One clock for all times on a page; each tick makes them tell the same moment.
let now = new Date();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = new Date();
    for (const notify of listeners) notify();
  }, 15_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** A moment in words, with the exact one as its title. */
export function TimeAgo({ at, fallback = 'never' }: { at: Date | null; fallback?: string }) {
  const current = useSyncExternalStore(
    subscribe,
    () => now,
    () => now,
  );
  if (!at) return <span className="text-ink-faint">{fallback}</span>;
  // A row that is younger than the last tick would otherwise lie in the future.
  const reference = current.getTime() < at.getTime() && Date.now() >= at.getTime() ? at : current;
  return (
    <time dateTime={at.toISOString()} title={absoluteTime(at)} suppressHydrationWarning className="whitespace-nowrap">
      {relativeTime(at, reference)}
    </time>
  );
}
