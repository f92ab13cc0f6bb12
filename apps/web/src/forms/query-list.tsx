'use client';

import type { ReactNode } from 'react';
import { SkeletonRows } from '../ui/skeleton.tsx';
import { QueryProblem } from './query-problem.tsx';

type ListQuery<Row> = { data: Row[] | undefined; error: unknown; refetch: () => unknown };

type QueryListProps<Row> = { query: ListQuery<Row>; empty: ReactNode; children: (rows: Row[]) => ReactNode };

/** A list in each of its states: loading, failed, empty, there. Data that is there stays when a refresh fails. */
export function QueryList<Row>({ query, empty, children }: QueryListProps<Row>) {
  if (query.data) return query.data.length > 0 ? children(query.data) : empty;
  if (query.error) return <QueryProblem error={query.error} onRetry={() => query.refetch()} />;
  return <SkeletonRows />;
}
