import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '@gatehouse/client/client';
import { browserOf, signIn, startTestServer, type TestServer } from '../testing/index.ts';
import { startWatchedGateway, type WatchedGateway } from './gateway.ts';

const person = { email: 'olga@example.com', password: 'a long enough test password' };

/** Models of all four protocols, and some that no chat client may be offered. */
export const models = [
  'claude-sonnet-4-5',
  'gpt-5.4',
  'gemini-2.5-pro',
  'glm-4.7',
  'text-embedding-3-large',
  'whisper-1',
];
const canary = 'sk-test-canary-upstream';

/** The server, a gateway behind it with models of every kind, and somebody with a client key and a token for the command. */
export type Setting = {
  server: TestServer;
  gateway: WatchedGateway;
  clientKey: string;
  token: string;
  revokeClientKey(): Promise<void>;
  /** Secrets that no bundle may hold. */
  canaries: string[];
  end(): Promise<void>;
};

export async function createSetting(): Promise<Setting> {
  const [gateway, server] = await Promise.all([startWatchedGateway(), startTestServer()]);
  const { setupToken } = server;
  if (setupToken === null) throw new Error('The installation is claimed already.');
  const anonymous = createClient({ baseUrl: server.publicUrl });
  await anonymous.setup.claim.mutate({ token: setupToken, name: 'Olga', ...person });
  const browser = await browserOf(server, await signIn(server, person.email, person.password));
  const { managementKey } = gateway.double;
  await browser.gateways.create.mutate({ name: 'Team', kind: 'cliproxyapi', baseUrl: gateway.url, managementKey });
  await browser.customProviders.contribute.mutate({
    name: 'upstream',
    displayName: 'Upstream',
    baseUrl: 'https://upstream.example/v1',
    apiKey: canary,
    models: models.map((name) => ({ name, alias: name })),
    waitMs: 10_000,
  });
  const { key, clientKey } = await browser.clientKeys.create.mutate({ name: 'Laptop', waitMs: 10_000 });
  await untilOffered(browser);
  const { deviceCode, userCode } = await anonymous.deviceLogins.start.mutate({ clientName: 'laptop' });
  await browser.deviceLogins.approve.mutate({ userCode });
  const poll = await anonymous.deviceLogins.poll.mutate({ deviceCode });
  if (poll.status !== 'approved') throw new Error(`The login is ${poll.status}.`);
  return {
    server,
    gateway,
    clientKey: key,
    token: poll.token,
    async revokeClientKey() {
      await browser.clientKeys.revoke.mutate({ id: clientKey.id, waitMs: 10_000 });
    },
    canaries: [canary, 'upstream.example', managementKey, person.password],
    async end() {
      await server.end();
      await gateway.stop();
    },
  };
}

async function untilOffered(browser: Awaited<ReturnType<typeof browserOf>>): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const catalogue = await browser.models.list.query({});
    if (models.every((id) => catalogue.models.some((model) => model.id === id))) return;
    const [gateway] = await browser.gateways.list.query();
    if (gateway) await browser.gateways.sync.mutate({ id: gateway.id });
    await sleep(100);
  }
  throw new Error('The models did not come.');
}
