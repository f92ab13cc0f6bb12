import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LitellmDouble } from './index.ts';

type Handler = (double: LitellmDouble, body: Record<string, unknown>) => unknown;

const routes: Record<string, Handler> = {
  'GET /requests': (double) => double.requests(),
  'GET /writes': (double) => double.writes(),
  'GET /state': (double) => double.state(),
  'GET /keys': (double) => double.keys(),
  'GET /faults': (double) => double.faults.list(),
  'POST /faults': (double, body) => ({ id: double.faults.add(body as Parameters<LitellmDouble['faults']['add']>[0]) }),
  'DELETE /faults': (double) => double.faults.clear(),
  'POST /restart': (double) => double.restart(),
  'POST /master-key': (double, body) => double.rotateMasterKey(String(body.key)),
  'POST /version': (double, body) => double.setVersion(body.version as Parameters<LitellmDouble['setVersion']>[0]),
  'POST /lags': (double, body) => double.setLags(body as Parameters<LitellmDouble['setLags']>[0]),
  'POST /database': (double, body) => double.setDatabase(body.isUp === true),
  'POST /usage': (double, { startedAt, ...body }) => ({
    id: double.usage.add({
      ...(body as Parameters<LitellmDouble['usage']['add']>[0]),
      ...(typeof startedAt === 'string' ? { startedAt: new Date(startedAt) } : {}),
    }),
  }),
  'POST /spend': (double, body) => double.spend(String(body.key), Number(body.amount)),
};

/** The control port: what the returned object can do, for tests in other processes. */
export async function startControl(
  double: LitellmDouble,
  port: number,
): Promise<{ url: string; close: () => Promise<void> }> {
  const server = http.createServer(async (message, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk as Buffer);
    const route = routes[`${message.method} ${message.url}`];
    const text = Buffer.concat(chunks).toString('utf8');
    try {
      const result = route ? await route(double, text === '' ? {} : JSON.parse(text)) : null;
      response.writeHead(route ? 200 : 404, { 'content-type': 'application/json' });
      response.end(JSON.stringify(result ?? {}));
    } catch {
      response.writeHead(400).end();
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
