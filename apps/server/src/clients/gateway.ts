import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Double, startCliproxyapiDouble } from '@gatehouse/gateways/double';

/** One request of a client at the data plane, as it came. */
export type Seen = { method: string; path: string; key: string | null; model: string | null };

/** A gateway that writes down what clients ask of it and lets the double answer. */
export type WatchedGateway = { url: string; double: Double; seen: Seen[]; stop(): Promise<void> };

export async function startWatchedGateway(): Promise<WatchedGateway> {
  const double = await startCliproxyapiDouble();
  const seen: Seen[] = [];
  const server = http.createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const body = Buffer.concat(chunks);
      const url = req.url ?? '/';
      if (/^\/v1(beta)?\//.test(url)) seen.push(seenIn(req, body.toString('utf8')));
      const forwarded = http.request(double.url + url, { method: req.method, headers: req.headers }, (answer) => {
        res.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(res);
      });
      forwarded.on('error', () => res.destroy());
      forwarded.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    double,
    seen,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await double.stop();
    },
  };
}

function seenIn(req: http.IncomingMessage, body: string): Seen {
  const url = new URL(req.url ?? '/', 'http://gateway');
  const header = (name: string) => [req.headers[name]].flat()[0];
  const bearer = /^bearer (.+)$/i.exec(header('authorization') ?? '')?.[1];
  return {
    method: req.method ?? '',
    path: url.pathname,
    key: bearer ?? header('x-api-key') ?? header('x-goog-api-key') ?? url.searchParams.get('key'),
    model: /^\/v1beta\/models\/(.+):/.exec(url.pathname)?.[1] ?? modelIn(body),
  };
}

function modelIn(body: string): string | null {
  try {
    const { model } = JSON.parse(body) as { model?: unknown };
    return typeof model === 'string' ? model : null;
  } catch {
    return null;
  }
}
