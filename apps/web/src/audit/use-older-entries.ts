'use client';

import { useMemo, useState } from 'react';
import { type Answers, api } from '../api/client.tsx';
import type { Problem } from '../forms/form-problem.tsx';
import { explain } from '../messages/explain.ts';

type Entry = Answers['audit']['list'][number];

export const auditPageSize = 50;

/** The newest page, which is kept fresh, followed by the older ones that were asked for. */
export function useOlderEntries(newest: Entry[]) {
  const client = api.useUtils().client;
  const [older, setOlder] = useState<Entry[]>([]);
  const [isComplete, setComplete] = useState(newest.length < auditPageSize);
  const [isLoading, setLoading] = useState(false);
  const [problem, setProblem] = useState<Problem>(null);
  // A fresh newest page may overlap with what was loaded behind the one before it.
  const entries = useMemo(
    () => [...new Map([...newest, ...older].map((entry) => [entry.id, entry])).values()],
    [newest, older],
  );

  const loadMore = async () => {
    const last = entries.at(-1);
    if (!last) return;
    setLoading(true);
    setProblem(null);
    try {
      const page = await client.audit.list.query({ before: last.id, limit: auditPageSize });
      setOlder((known) => [...(known.length > 0 ? known : newest), ...page]);
      setComplete(page.length < auditPageSize);
    } catch (error) {
      setProblem(explain(error));
    } finally {
      setLoading(false);
    }
  };
  return { entries, loadMore, isLoading, hasMore: !isComplete, problem };
}
