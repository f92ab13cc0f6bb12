import type { AppRouter } from '@gatehouse/api/router';
import { httpBatchStreamLink, httpLink, httpSubscriptionLink, splitLink, type TRPCLink } from '@trpc/client';
import superjson from 'superjson';
import { strangeAnswer } from '../errors/index.ts';

export type LinkOptions = {
  /** Of the installation, e.g. `https://gatehouse.example.com`; empty for the page's own origin. */
  baseUrl: string;
  headers?: () => Record<string, string>;
  fetch?: typeof globalThis.fetch;
};

/** Larger batches are refused by the server; longer addresses by proxies on the way. */
const batchLimits = { maxItems: 10, maxURLLength: 4000 };

/** What reads is batched and streamed, a change is a request of its own, the subscription comes as server-sent events. */
export function createLinks({ baseUrl, headers, fetch }: LinkOptions): TRPCLink<AppRouter>[] {
  const url = `${baseUrl}/api/trpc`;
  const calls = {
    url,
    transformer: superjson,
    ...(headers && { headers }),
    fetch: gatehouseOnly(baseUrl, fetch ?? ((...args) => globalThis.fetch(...args))) as never,
  };
  return [
    splitLink({
      condition: (operation) => operation.type === 'subscription',
      true: httpSubscriptionLink({ url, transformer: superjson }),
      false: splitLink({
        // A single call costs the server less than a batch of one, and changes seldom come together.
        condition: (operation) => operation.type === 'mutation',
        true: httpLink(calls),
        false: httpBatchStreamLink({ ...calls, ...batchLimits }),
      }),
    }),
  ];
}

/** The reader of a stream that is none ends with “there was no answer”; who knows the answer can say more. */
function gatehouseOnly(baseUrl: string, fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return async (...args) => {
    const response = await fetch(...args);
    if (/^application\/json\b/.test(response.headers.get('content-type') ?? '')) return response;
    await response.body?.cancel();
    throw strangeAnswer(response, baseUrl);
  };
}
