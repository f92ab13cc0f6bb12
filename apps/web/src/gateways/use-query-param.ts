'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback } from 'react';
import { withParam } from './with-param.ts';

/**
 * A part of the page's address. Setting it asks the server for nothing; `push` makes a step that the browser's “back”
 * undoes.
 */
export function useQueryParam(
  name: string,
  how: 'push' | 'replace',
): [value: string | null, set: (value: string | null) => void] {
  const value = useSearchParams().get(name);
  const set = useCallback(
    (next: string | null) => {
      const { pathname, search } = window.location;
      window.history[how === 'push' ? 'pushState' : 'replaceState'](null, '', pathname + withParam(search, name, next));
    },
    [name, how],
  );
  return [value, set];
}
