'use client';

import { useEffect, useState } from 'react';
import { tokenFromFragment } from './index.ts';

/**
 * The one-time token from the page's fragment: undefined until read, null if there is none. It is taken out of the
 * address bar at once and lives in memory only.
 */
export function useFragmentToken(): string | null | undefined {
  const [token, setToken] = useState<string | null>();
  useEffect(() => {
    // Once only: a second run of the effect finds the fragment gone already.
    setToken((known) => known ?? tokenFromFragment(window.location.hash));
    window.history.replaceState(window.history.state, '', window.location.pathname + window.location.search);
  }, []);
  return token;
}
