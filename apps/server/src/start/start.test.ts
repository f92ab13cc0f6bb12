import { type Client, createClient } from '@gatehouse/client/client';
import { claimSetup } from '@gatehouse/core/setup';
import { type Double, startCliproxyapiDouble } from '@gatehouse/gateways/double';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserOf, outside, signIn, startTestServer, type TestServer } from '../testing/index.ts';

const person = { name: 'Olga', email: 'olga@example.com', password: 'a long enough password' };
const waitMs = 10_000;

async function claim(server: TestServer): Promise<Client> {
  await claimSetup(outside(server), { token: server.setupToken ?? '', ...person });
  return browserOf(server, await signIn(server, person.email, person.password));
}

describe('one server', () => {
  let server: TestServer;
  let double: Double;
  let owner: Client;
  let token: string;
  beforeAll(async () => {
    double = await startCliproxyapiDouble();
    server = await startTestServer();
  });
  afterAll(async () => {
    await server?.end();
    await double?.stop();
  });

  it('is alive and ready', async () => {
    const ask = async (path: string) => {
      const response = await fetch(server.publicUrl + path);
      return [response.status, await response.json()];
    };
    expect(await ask('/healthz')).toEqual([200, { status: 'ok' }]);
    expect(await ask('/readyz')).toEqual([
      200,
      { status: 'ready', database: 'ok', migrations: { pending: 0 }, gateways: { healthy: 0, total: 0 } },
    ]);
    expect((await ask('/somewhere'))[0]).toBe(404);
  });

  it('is claimed once, with the link of its start', async () => {
    const anybody = createClient({ baseUrl: server.publicUrl });
    expect(await anybody.setup.status.query()).toEqual({ isClaimed: false });
    expect(server.setupUrl).toBe(`${server.publicUrl}/setup#${server.setupToken}`);
    owner = await claim(server);
    expect(await anybody.setup.status.query()).toEqual({ isClaimed: true });
    const again = anybody.setup.claim.mutate({ token: server.setupToken ?? '', ...person });
    await expect(again).rejects.toMatchObject({ kind: 'conflict', payload: { code: 'setup_already_done' } });
  });

  it('connects a gateway and says what is wrong with one that it cannot use', async () => {
    const gateway = { name: 'Team', baseUrl: double.url, managementKey: 'mgmt-test-wrong' };
    await expect(owner.gateways.create.mutate(gateway)).rejects.toMatchObject({
      payload: { code: 'gateway_unusable', details: { problem: 'unauthorized' } },
    });
    const view = await owner.gateways.create.mutate({ ...gateway, managementKey: double.managementKey });
    expect(view).toMatchObject({ name: 'Team', kind: 'cliproxyapi', version: 'v7.2.140' });
  });

  it('puts a contributed key into the gateway', async () => {
    const contribution = { provider: 'claude' as const, name: 'Mine', apiKey: 'sk-test-server-claude', waitMs };
    const view = await owner.providerKeys.contribute.mutate(contribution);
    expect(view.state.status).toBe('applied');
    expect(double.entries('claude-api-key').map((entry) => entry['api-key'])).toEqual(['sk-test-server-claude']);
  });

  it('logs a command line in and hands out a key that the gateway admits', async () => {
    const anybody = createClient({ baseUrl: server.publicUrl });
    const login = await anybody.deviceLogins.start.mutate({ clientName: 'laptop' });
    await owner.deviceLogins.approve.mutate({ userCode: login.userCode });
    const poll = await anybody.deviceLogins.poll.mutate({ deviceCode: login.deviceCode });
    if (poll.status !== 'approved') throw new Error(`The login is ${poll.status}.`);
    token = poll.token;
    const cli = createClient({ baseUrl: server.publicUrl, token });
    expect(await cli.auth.whoAmI.query()).toMatchObject({ type: 'user', email: person.email, via: 'token' });
    const created = await cli.clientKeys.create.mutate({ name: 'Laptop', waitMs });
    expect(created.clientKey.state.status).toBe('applied');
    expect(double.liveClientKeys()).toContain(created.key);
  });

  it('offers the models and a bundle, and the bundle only when it changed', async () => {
    const cli = createClient({ baseUrl: server.publicUrl, token });
    const first = await untilBundle(cli);
    expect((await cli.models.list.query({})).models.length).toBeGreaterThan(0);
    const { revision } = first;
    expect(await cli.bundles.fetch({ format: 'opencode', revision })).toEqual({ status: 'not-modified' });
    expect(await cli.bundles.fetch({ format: 'opencode' })).toEqual({ status: 'ok', bundle: first });
    expect(await cli.bundles.preview.query({ format: 'opencode' })).toEqual(first);
  });

  /** The gateway offers its models a moment after it has the key. */
  async function untilBundle(client: Client) {
    for (;;) {
      const answer = await client.bundles.fetch({ format: 'opencode' }).catch((error) => {
        if (error.payload?.code !== 'catalogue_unavailable') throw error;
      });
      if (answer?.status === 'ok') return answer.bundle;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  it('takes a revoked key away from the gateway', async () => {
    const cli = createClient({ baseUrl: server.publicUrl, token });
    const [key] = await cli.clientKeys.list.query({});
    const before = double.liveClientKeys().length;
    const answer = await cli.clientKeys.revoke.mutate({ id: key?.id ?? '', waitMs });
    expect(answer.state).toMatchObject({ status: 'applied', desired: 'absent' });
    expect(double.liveClientKeys()).toHaveLength(before - 1);
    expect(double.everOpen).toBe(false);
    await expect(cli.bundles.fetch({ format: 'opencode' })).rejects.toMatchObject({
      status: 412,
      payload: { code: 'no_client_key' },
    });
  });

  it('shuts a token out at once', async () => {
    const cli = createClient({ baseUrl: server.publicUrl, token });
    await cli.accessTokens.revokeCurrent.mutate();
    await expect(cli.auth.whoAmI.query()).rejects.toMatchObject({ status: 401, kind: 'unauthenticated' });
  });

  it('writes a line for each request, with its person and without its query', async () => {
    const line = server.lines.find(({ path }) => path === '/api/trpc/clientKeys.list');
    expect(line).toMatchObject({ msg: 'request', method: 'GET', status: 200, ms: expect.any(Number) });
    expect(line?.actor).toMatch(/^[0-9a-f-]{36}$/);
    expect(line?.requestId).toMatch(/^[0-9a-f-]{36}$/);
    const text = JSON.stringify(server.lines);
    for (const secret of [
      'sk-test-server-claude',
      double.managementKey,
      person.password,
      token,
      server.setupToken ?? '',
    ])
      expect(text).not.toContain(secret);
  });
});

describe('two processes on one database', () => {
  let worker: TestServer;
  let front: TestServer;
  let double: Double;
  let owner: Client;
  beforeAll(async () => {
    double = await startCliproxyapiDouble();
    worker = await startTestServer({ env: { GATEHOUSE_ROLES: 'api,jobs' } });
    front = await startTestServer({ beside: worker, env: { GATEHOUSE_ROLES: 'api', GATEHOUSE_PUBLIC_URL: '' } });
    // The newest unclaimed start prints the link that counts.
    owner = await claim(front);
  });
  afterAll(async () => {
    await front?.end();
    await worker?.end();
    await double?.stop();
  });

  it('one accepts, the other applies', async () => {
    await owner.gateways.create.mutate({ name: 'Team', baseUrl: double.url, managementKey: double.managementKey });
    const created = await owner.clientKeys.create.mutate({ name: 'Laptop', waitMs });
    expect(created.clientKey.state.status).toBe('applied');
    expect(double.liveClientKeys()).toContain(created.key);
  });

  it('a session that one revokes is over in the other', async () => {
    const session = await signIn(front, person.email, person.password);
    const inWorker = await browserOf(worker, session);
    expect(await inWorker.auth.whoAmI.query()).toMatchObject({ email: person.email });
    await owner.sessions.revoke.mutate({ id: session.sessionId });
    await expect(untilRefused(inWorker)).resolves.toMatchObject({ kind: 'unauthenticated' });
  });

  async function untilRefused(client: Client): Promise<unknown> {
    for (;;) {
      const error = await client.auth.whoAmI.query().then(
        () => null,
        (reason: unknown) => reason,
      );
      if (error) return error;
    }
  }
});

describe('stopping', () => {
  it('lets a request under way end, takes no other, and hands the leases back', async () => {
    const [double, held] = await Promise.all([startCliproxyapiDouble(), startCliproxyapiDouble()]);
    const server = await startTestServer();
    const owner = await claim(server);
    const gateway = { name: 'Team', baseUrl: double.url, managementKey: double.managementKey };
    await owner.gateways.create.mutate(gateway);
    const { hasArrived, release } = holdNextRequest(held);
    const underWay = owner.gateways.probe.mutate({ ...gateway, baseUrl: held.url });
    await hasArrived;
    const stopped = server.stop();
    await expect(fetch(`${server.publicUrl}/healthz`)).rejects.toThrow();
    release();
    expect(await underWay).toMatchObject({ ok: true });
    expect(await stopped).toBe(true);
    const { rows } = await server.database.pool.query('select name from leases where expires_at > clock_timestamp()');
    expect(rows).toEqual([]);
    await server.end();
    await Promise.all([double.stop(), held.stop()]);
  });

  function holdNextRequest(double: Double) {
    let release = () => {};
    const isReleased = new Promise<void>((resolve) => {
      release = resolve;
    });
    const hasArrived = new Promise<void>((resolve) => {
      const run = () => {
        resolve();
        return isReleased;
      };
      double.faults.add({ fault: { kind: 'meanwhile', run } });
    });
    return { hasArrived, release };
  }
});
