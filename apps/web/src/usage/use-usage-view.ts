'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback } from 'react';
import { withParam } from '../gateways/with-param.ts';
import { useViewer } from '../shell/viewer.tsx';
import { type UsageView, viewFrom } from './usage-view.ts';

export type ParamChanges = Record<string, string | null>;

/** What the page's address asks for. Changing it asks the server for the numbers only. */
export function useUsageView(): [view: UsageView, change: (changes: ParamChanges, how?: 'push' | 'replace') => void] {
  const view = viewFrom(useSearchParams(), useViewer().can('usage:read'));
  const change = useCallback((changes: ParamChanges, how: 'push' | 'replace' = 'replace') => {
    const { pathname, search } = window.location;
    const next = Object.entries(changes).reduce((query, [name, value]) => withParam(query, name, value), search);
    window.history[how === 'push' ? 'pushState' : 'replaceState'](null, '', pathname + next);
  }, []);
  return [view, change];
}
