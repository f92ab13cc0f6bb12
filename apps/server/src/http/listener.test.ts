import { Agent, request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { listen, type RequestHandler } from './listener.ts';

const open = (handle: RequestHandler) => listen({ host: '127.0.0.1', port: 0 }, handle);
const urlOf = ({ port }: { port: number }) => `http://127.0.0.1:${port}`;

describe('a listener', () => {
  it('says who to ask when the port is taken', async () => {
    const first = await open((_, res) => res.end());
    await expect(listen({ host: '127.0.0.1', port: first.port }, () => {})).rejects.toThrow(
      `Gatehouse cannot listen on 127.0.0.1 port ${first.port}: something else listens there already.`,
    );
    await first.close();
  });

  it('lets a request under way end, and takes no other', async () => {
    let answer = () => {};
    let arrived = () => {};
    const hasArrived = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const listener = await open((_, res) => {
      answer = () => res.end('complete');
      arrived();
    });
    const underWay = fetch(urlOf(listener));
    await hasArrived;
    const closed = listener.close();
    await expect(fetch(urlOf(listener))).rejects.toThrow();
    answer();
    expect(await (await underWay).text()).toBe('complete');
    await closed;
  });

  it('ends streams of events, which would never end by themselves', async () => {
    const listener = await open((_, res) => {
      res.setHeader('content-type', 'text/event-stream');
      res.write('event: connected\n\n');
    });
    const response = await fetch(urlOf(listener));
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    await reader.read();
    const ended = reader.read().then(
      ({ done }) => done,
      () => true,
    );
    await listener.close();
    expect(await ended).toBe(true);
  });

  it('does not wait for connections that are kept open and idle', async () => {
    const listener = await open((_, res) => res.end('ok'));
    const agent = new Agent({ keepAlive: true });
    await new Promise<void>((resolve, reject) => {
      const req = request(urlOf(listener), { agent }, (res) => res.resume().once('end', resolve));
      req.once('error', reject);
      req.end();
    });
    await listener.close();
    agent.destroy();
  });
});
