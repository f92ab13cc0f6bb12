import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { readModelMetadata } from './index.ts';

let server: Server | undefined;
afterEach(() => server?.close());

async function serve(listener: RequestListener): Promise<string> {
  server = createServer(listener).listen(0, '127.0.0.1');
  await new Promise((resolve) => server?.once('listening', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api.json`;
}
const read = (url: string) => readModelMetadata(url, (id) => (id.includes('embed') ? 'embedding' : 'chat'));

const listing = {
  reseller: {
    models: {
      'claude-x': { name: 'Resold' },
      'speech-1': { name: 'S', modalities: { input: ['text'], output: ['audio'] } },
    },
  },
  anthropic: {
    models: {
      'claude-x': {
        name: 'Claude X',
        reasoning: true,
        tool_call: true,
        modalities: { input: ['text', 'image', 'smell'], output: ['text'] },
        limit: { context: 200_000, output: 64_000 },
        cost: { input: 3, output: 15, cache_read: 0.3 },
      },
      'free-1': { name: 'Free', cost: { input: 0, output: 0 }, limit: { context: 0, output: 0 } },
      'text-embed': { name: 'E' },
      broken: { name: 7 },
    },
  },
};

it('understands what it can, and believes the maker first', async () => {
  const answer = await read(await serve((_, res) => res.end(JSON.stringify(listing))));
  if (!answer.ok) throw new Error(answer.message);
  expect(answer.models['claude-x']).toEqual({
    displayName: 'Claude X',
    kind: 'chat',
    inputModalities: ['text', 'image'],
    outputModalities: ['text'],
    contextLimit: 200_000,
    outputLimit: 64_000,
    hasReasoning: true,
    hasTools: true,
    price: { input: '3', output: '15', cacheRead: '0.3' },
  });
  expect(answer.models['free-1']).toMatchObject({ price: null, contextLimit: null });
  expect(answer.models['speech-1']).toMatchObject({ kind: 'audio' });
  expect(answer.models['text-embed']).toMatchObject({ kind: 'embedding' });
  expect(Object.keys(answer.models)).not.toContain('broken');
});

it.each<[string, RequestListener]>([
  ['it answered 503', (_, res) => res.writeHead(503).end()],
  ['its answer is not JSON', (_, res) => res.end('<html>')],
  ['its answer has another form', (_, res) => res.end('[1]')],
  ['it could not be read', (req) => req.socket.destroy()],
])('says in a sentence that %s', async (message, listener) => {
  expect(await read(await serve(listener))).toEqual({ ok: false, message });
});
