import { HydrationBoundary } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { prefetch } from './server.ts';

type PrefetchedProps = { queries: Parameters<typeof prefetch>[0]; children: ReactNode };

export async function Prefetched({ queries, children }: PrefetchedProps) {
  return <HydrationBoundary state={await prefetch(queries)}>{children}</HydrationBoundary>;
}
