import type { AppRouter } from '@gatehouse/api/router';
import { httpBatchStreamLink, httpSubscriptionLink, splitLink, type TRPCLink } from '@trpc/client';
import superjson from 'superjson';

export type LinkOptions = {
  /** Of the installation, e.g. `https://gatehouse.example.com`; empty for the page's own origin. */
  baseUrl: string;
  headers?: () => Record<string, string>;
  fetch?: typeof globalThis.fetch;
};

/** Larger batches are refused by the server; longer addresses by proxies on the way. */
const batchLimits = { maxItems: 10, maxURLLength: 4000 };

/** Calls batched and streamed over HTTP, the subscription as server-sent events. */
export function createLinks({ baseUrl, headers, fetch }: LinkOptions): TRPCLink<AppRouter>[] {
  const url = `${baseUrl}/api/trpc`;
  return [
    splitLink({
      condition: (operation) => operation.type === 'subscription',
      true: httpSubscriptionLink({ url, transformer: superjson }),
      false: httpBatchStreamLink({
        url,
        transformer: superjson,
        ...batchLimits,
        ...(headers && { headers }),
        ...(fetch && { fetch: fetch as never }),
      }),
    }),
  ];
}
