import type { ChangeEvent } from '@gatehouse/contracts/gateways';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import superjson from 'superjson';
import { fromTrpcResponse, noAnswer } from '../errors/index.ts';
import type { BundleOptions } from './bundles.ts';

export type FollowedChange = { type: 'connected' } | { type: 'changed'; change: ChangeEvent };

/**
 * What changes, over server-sent events, until the connection or the caller ends it. For callers with an access token: a
 * browser's own event source sends none. It does not connect again by itself.
 */
export async function* followChanges(
  { baseUrl, headers, fetch }: BundleOptions,
  { signal }: { signal: AbortSignal },
): AsyncGenerator<FollowedChange> {
  const request = { headers: { ...headers(), accept: 'text/event-stream' }, signal };
  const response = await fetch(`${baseUrl}/api/trpc/changes.onChange`, request).catch((error: unknown) => {
    throw noAnswer(error, baseUrl);
  });
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream');
  if (!response.ok || !isStream || !response.body) throw await fromTrpcResponse(response, baseUrl);
  yield { type: 'connected' };
  const events = response.body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
  try {
    for await (const { event, data } of events) {
      if (event === 'return' || event === 'serialized-error') return;
      if (event === undefined || event === 'message')
        yield { type: 'changed', change: superjson.deserialize<ChangeEvent>(JSON.parse(data)) };
    }
  } catch (error) {
    if (!signal.aborted) throw noAnswer(error, baseUrl);
  }
}
