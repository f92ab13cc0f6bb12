import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { discoverModels } from './index.ts';

const open: http.Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(handler: http.RequestListener): Promise<string> {
  const server = http.createServer(handler);
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const json = (value: unknown, status = 200): http.RequestListener => {
  return (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  };
};
const ask = (baseUrl: string, rest: Partial<Parameters<typeof discoverModels>[0]> = {}) =>
  discoverModels({ baseUrl, apiKey: 'sk-test-discovery', addressPolicy: 'gateway', ...rest });

describe('model discovery', () => {
  it('asks below the base URL with the key and headers, and sorts what it finds', async () => {
    const seen: unknown[] = [];
    const url = await serve((request, response) => {
      seen.push([request.url, request.headers.authorization, request.headers['x-team']]);
      json({ data: [{ id: 'b', owned_by: 'acme' }, { id: 'a' }, { id: 'b' }, { id: 'not one' }, 7, { id: '' }] })(
        request,
        response,
      );
    });
    expect(await ask(`${url}/v1/`, { headers: { 'X-Team': 'a' } })).toEqual({
      ok: true,
      models: [
        { id: 'a', ownedBy: null },
        { id: 'b', ownedBy: null },
      ],
      isTruncated: false,
    });
    expect(seen).toEqual([['/v1/models', 'Bearer sk-test-discovery', 'a']]);
  });

  it('takes a bare list, and asks without a key where there is none', async () => {
    let authorization: string | undefined = 'unset';
    const url = await serve((request, response) => {
      authorization = request.headers.authorization;
      json([{ id: 'local' }])(request, response);
    });
    expect(await ask(url, { apiKey: undefined })).toMatchObject({ ok: true, models: [{ id: 'local' }] });
    expect(authorization).toBeUndefined();
  });

  it('tells when there are more than it takes', async () => {
    const url = await serve(json({ data: Array.from({ length: 501 }, (_, index) => ({ id: `m-${index}` })) }));
    const answer = await ask(url);
    expect(answer).toMatchObject({ ok: true, isTruncated: true });
    expect(answer.ok && answer.models.length).toBe(500);
  });

  it('never follows a redirect: the key goes nowhere else', async () => {
    let isElsewhereAsked = false;
    const elsewhere = await serve((_, response) => {
      isElsewhereAsked = true;
      response.end('{}');
    });
    const url = await serve((_, response) => response.writeHead(302, { location: elsewhere }).end());
    expect(await ask(url)).toMatchObject({ ok: false, message: expect.stringContaining('redirects') });
    expect(isElsewhereAsked).toBe(false);
  });

  it.each([
    'http://127.0.0.1:1',
    'http://localhost:1',
    'http://10.0.0.1',
    'http://169.254.169.254/latest',
    'http://[::1]:1',
    'http://2130706433:1',
  ])('does not ask %s for those who may only reach public addresses', async (baseUrl) => {
    const answer = await ask(baseUrl, { addressPolicy: 'public' });
    expect(answer).toMatchObject({ ok: false, message: expect.stringContaining('does not send requests') });
  });

  it.each([
    [401, 'refused the key'],
    [403, 'refused the key'],
    [404, 'no list of models there'],
    [500, 'HTTP 500'],
  ])('says what HTTP %i means, and nothing of the body', async (status, words) => {
    const url = await serve(json({ error: 'sk-test-discovery is wrong' }, status));
    const answer = await ask(url);
    expect(answer).toMatchObject({ ok: false, message: expect.stringContaining(words) });
    expect(JSON.stringify(answer)).not.toContain('sk-test-discovery');
  });

  it('refuses what is no list, is too large, comes too late or does not come', async () => {
    const nonsense = await serve((_, response) => response.end('<html>'));
    const large = await serve((_, response) => response.end(`{"data":["${'x'.repeat(3 * 1024 * 1024)}"]}`));
    const late = await serve(() => {});
    const messages = [
      await ask(nonsense),
      await ask(large),
      await ask(late, { deadlineMs: 30 }),
      await ask('http://127.0.0.1:1'),
    ].map((answer) => (answer.ok ? 'ok' : answer.message));
    expect(messages).toEqual([
      'The provider answered with something that is no list of models.',
      'The provider’s answer is too large to be a list of models.',
      'The provider did not answer in time.',
      'Nothing listens at this address.',
    ]);
  });
});
