'use client';

import type { AppRouter } from '@gatehouse/api/router';
import { createLinks } from '@gatehouse/client/links';
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createTRPCReact } from '@trpc/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { type ReactNode, useState } from 'react';
import { signInPath } from '../links/index.ts';
import { toApiError } from './errors.ts';

export const api = createTRPCReact<AppRouter>();
export type Answers = inferRouterOutputs<AppRouter>;

export function ApiProvider({ children }: { children: ReactNode }) {
  const [queryClient] = useState(createQueryClient);
  const [client] = useState(() => api.createClient({ links: createLinks({ baseUrl: '' }) }));
  return (
    <api.Provider client={client} queryClient={queryClient}>
      <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
    </api.Provider>
  );
}

function createQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: signInIfEnded }),
    mutationCache: new MutationCache({ onError: signInIfEnded }),
    defaultOptions: {
      queries: {
        // What changes is announced; this only bounds how long a missed announcement can matter.
        staleTime: 20_000,
        retry: (failures, error) => failures < 2 && isWorthRetrying(error),
      },
    },
  });
}

function isWorthRetrying(error: unknown): boolean {
  const { kind } = toApiError(error);
  return kind === 'unavailable' || kind === 'internal';
}

/** The session ended or was revoked while the page was open. */
export function signInIfEnded(error: unknown): void {
  if (toApiError(error).payload?.code !== 'unauthenticated') return;
  window.location.assign(signInPath(window.location.pathname + window.location.search));
}
