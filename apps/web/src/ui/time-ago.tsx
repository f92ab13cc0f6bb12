'use client';

import { useSyncExternalStore } from 'react';
import { absoluteTime, relativeTime } from './relative-time.ts';

/** How often the words are looked at again. Within one step server and browser say the same. */
const stepMs = 15_000;
const currentStep = (): number => Math.floor(Date.now() / stepMs);

// One clock for all times on a page; each step makes them tell the same moment.
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const notify of listeners) notify();
  }, stepMs / 3);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** A moment in words, with the exact one as its title. */
export function TimeAgo({ at, fallback = 'never' }: { at: Date | null; fallback?: string }) {
  const step = useSyncExternalStore(subscribe, currentStep, currentStep);
  if (!at) return <span className="text-ink-faint">{fallback}</span>;
  // A step is counted from its start, so what happened during it would lie in the future.
  const isThisStep = Math.floor(at.getTime() / stepMs) === step;
  const reference = isThisStep ? at : new Date(step * stepMs);
  return (
    <time dateTime={at.toISOString()} title={absoluteTime(at)} suppressHydrationWarning className="whitespace-nowrap">
      {relativeTime(at, reference)}
    </time>
  );
}
