import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Double } from './index.ts';

type Handler = (double: Double, body: Record<string, unknown>) => unknown;

const routes: Record<string, Handler> = {
  'GET /requests': (double) => double.requests(),
  'GET /writes': (double) => double.writes(),
  'GET /state': (double) => double.state(),
  'GET /faults': (double) => double.faults.list(),
  'POST /faults': (double, body) => ({ id: double.faults.add(body as Parameters<Double['faults']['add']>[0]) }),
  'DELETE /faults': (double) => double.faults.clear(),
  'POST /restart': (double, body) => double.restart({ downMs: Number(body.downMs ?? 0) }),
  'POST /ban': (double) => double.banNow(),
  'DELETE /ban': (double) => double.expireBans(),
  'POST /management-key': (double, body) => double.rotateManagementKey(String(body.key)),
  'POST /management': (double, body) => double.setManagement(body as Parameters<Double['setManagement']>[0]),
  'POST /profile': (double, body) => double.setProfile(body as Parameters<Double['setProfile']>[0]),
  'POST /disk': (double, body) => double.setDisk(body.broken === true ? 'broken' : 'fine'),
  'POST /timing': (double, body) =>
    double.setTiming(body.manual === true ? 'manual' : (body as { reloadMs: number; authsMs: number })),
  'POST /tear': (double) => double.tearNextLoad(),
  'POST /reload/step': (double) => ({ stepped: double.stepReload() }),
  'POST /reload/flush': (double) => double.flushReloads(),
  'POST /clock': (double, body) => double.advanceClock(Number(body.ms ?? 0)),
  'POST /usage': (double, { startedAt, ...body }) => ({
    kept: double.usage.add({
      ...(body as Parameters<Double['usage']['add']>[0]),
      ...(typeof startedAt === 'string' ? { startedAt: new Date(startedAt) } : {}),
    }),
  }),
  'POST /providers': (double, body) =>
    double.usage.failProviders(
      typeof body.status === 'number' ? { status: body.status, body: String(body.body ?? '') } : null,
    ),
  'GET /auth-files': (double) => ({ names: double.authFileNames() }),
  'POST /sign-in': (double, body) => ({
    name: double.signInAtProvider(
      body.provider as Parameters<Double['signInAtProvider']>[0],
      { email: String(body.email) },
      typeof body.state === 'string' ? body.state : undefined,
    ),
  }),
  'POST /edit': (double, body) =>
    double.editAsForeigner((config) => {
      if (Array.isArray(body.apiKeys)) config.apiKeys = body.apiKeys.map(String);
      for (const [name, entries] of Object.entries(body.lists ?? {})) Object.assign(config.lists, { [name]: entries });
    }),
};

/** The control port: everything that the returned object can do, for tests in other processes and for the demo. */
export async function startControl(double: Double, port: number): Promise<{ url: string; close: () => Promise<void> }> {
  const server = http.createServer(async (message, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk as Buffer);
    const route = routes[`${message.method} ${message.url}`];
    try {
      const text = Buffer.concat(chunks).toString('utf8');
      const result = route
        ? await route(double, text === '' ? {} : (JSON.parse(text) as Record<string, unknown>))
        : null;
      response.writeHead(route ? 200 : 404, { 'content-type': 'application/json' });
      response.end(JSON.stringify(result ?? {}));
    } catch (error) {
      response.writeHead(400, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: error instanceof Error ? error.message : 'invalid' }));
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
