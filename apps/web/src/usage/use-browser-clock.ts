'use client';

import { dayIn } from '@gatehouse/contracts/usage';
import { useMemo, useSyncExternalStore } from 'react';
import type { BrowserClock } from './usage-view.ts';

const checkMs = 60_000;

function subscribe(listener: () => void): () => void {
  const timer = setInterval(listener, checkMs);
  return () => clearInterval(timer);
}

function now(): string {
  const timeZone = new Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
  return `${timeZone} ${dayIn(new Date(), timeZone)}`;
}

/** Null until the page is in a browser: the server knows nothing of its time zone. */
export function useBrowserClock(): BrowserClock | null {
  const text = useSyncExternalStore(subscribe, now, () => '');
  return useMemo(() => {
    const [timeZone = '', today = ''] = text.split(' ');
    return text === '' ? null : { timeZone, today };
  }, [text]);
}
