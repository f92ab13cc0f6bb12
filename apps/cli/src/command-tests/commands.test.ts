import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Command, createCommand, type RunOptions } from '../testing/command.ts';
import { type StubServer, startStubServer } from '../testing/stub-server.ts';
import { applied, bundleOf, gateway } from '../testing/stub-state.ts';

let command: Command;
let server: StubServer;
const secret = 'sk-test-canary-of-a-provider-3003';

beforeAll(async () => {
  [command, server] = await Promise.all([createCommand(), startStubServer()]);
});
afterAll(async () => {
  await Promise.all([command?.remove(), server?.close()]);
});
beforeEach(() => server.reset());

const environment = () => ({ GATEHOUSE_URL: server.url, GATEHOUSE_TOKEN: 'ghc_test-token-of-the-person' });
const run = (args: string[], options: RunOptions = {}) =>
  command.run(args, { ...options, env: { ...environment(), ...options.env } });

describe('the bundled command', () => {
  it('holds no server code', () => {
    const own = command.inputs.flatMap((input) => /^\.\.\/\.\.\/((?:packages|apps)\/[^/]+)\//.exec(input)?.[1] ?? []);
    expect([...new Set(own)].sort()).toEqual(['packages/client', 'packages/contracts']);
    expect(
      command.inputs.filter((input) => /node_modules\/(kysely|pg|pg-boss|pino|next|@node-rs)\//.test(input)),
    ).toEqual([]);
    expect(command.inputs.length).toBeGreaterThan(50);
  });

  it('starts quickly', async () => {
    for (const flag of ['--version', '--help']) {
      const startedAt = performance.now();
      expect((await run([flag])).code).toBe(0);
      console.log(`gatehouse ${flag}: ${Math.round(performance.now() - startedAt)} ms`);
    }
  });
});

describe('usage', () => {
  it.each([
    [['kyes'], 'Unknown command', 'Did you mean keys?'],
    [['keys', 'lst'], 'Unknown command', 'Did you mean list?'],
    [['keys', 'create'], 'Missing required argument', 'gatehouse help'],
    [['sync', '--dryrun'], 'Unknown option --dryrun', 'Did you mean --dry-run?'],
    [['sync', '--agent', 'vim'], '“vim” is not an agent', 'Choose '],
    [['providers', 'add', 'claude', '--key=sk-test-typed-by-mistake'], 'There is no --key', '--key-stdin'],
    [['providers', 'add', 'claude', '--key', 'sk-test-typed-by-mistake'], 'There is no --key', '--key-stdin'],
    [['whoami', '--token=ghc_typed-by-mistake'], 'There is no --token', 'GATEHOUSE_TOKEN'],
  ])('%j is explained', async (args, message, advice) => {
    const { code, stdout, stderr } = await run(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).toContain(advice);
    expect(stderr).not.toContain('by-mistake');
  });

  it('shows help without a command', async () => {
    expect(await run([])).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('Usage: gatehouse') });
    expect(await run(['keys'])).toMatchObject({ code: 2, stderr: expect.stringContaining('gatehouse keys') });
    expect(JSON.parse((await run(['keys', '--json'])).stdout).error.kind).toBe('invalid');
    expect(await run(['sync', '--help'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('--insecure-http'),
    });
  });
});

describe('failures', () => {
  it.each([
    [{ code: 'forbidden', message: 'You may not do this.', details: {} }, 4],
    [{ code: 'unauthenticated', message: 'Your access token has expired or was revoked.', details: {} }, 3],
    [{ code: 'not_found', message: 'There is no such thing.', details: { resource: 'thing' } }, 5],
    [{ code: 'client_key_limit', message: 'You have ten.', details: { limit: 10 } }, 6],
    [{ code: 'no_gateway', message: 'No gateway yet.', details: {} }, 6],
    [{ code: 'service_unavailable', message: 'Not now.', details: {} }, 7],
    [{ code: 'too_many_requests', message: 'Too many.', details: { retryAfterSeconds: 7 } }, 8],
  ] as const)('%o exits with %i', async (payload, expected) => {
    server.state.failure = { payload };
    for (const args of [['whoami'], ['sync', '--agent', 'opencode']]) {
      const { code, stdout, stderr } = await run(args);
      expect({ code, stdout }).toEqual({ code: expected, stdout: '' });
      const [problem, advice, request] = stderr.split('\n');
      expect(problem).toBe(`Error: ${payload.message}`);
      expect(advice).not.toBe('');
      expect(request).toBe('Request id: req-stub-1');
    }
  });

  it('tells an internal error by its request id and shows no stack', async () => {
    server.state.failure = { payload: null };
    const { code, stderr } = await run(['whoami']);
    expect(code).toBe(1);
    expect(stderr).toContain('req-stub-1');
    expect(stderr).not.toMatch(/^\s+at /m);
    const debug = await run(['whoami'], { env: { GATEHOUSE_DEBUG: '1' } });
    expect(debug.stderr).toMatch(/^\s+at /m);
    expect(debug.stderr).not.toContain('ghc_test');
  });

  it('tells that there is no server, or another one', async () => {
    const gone = await startStubServer();
    await gone.close();
    const nobody = await run(['whoami', '--url', gone.url]);
    expect(nobody).toMatchObject({ code: 7, stderr: expect.stringContaining('nothing listens there') });
    const other = await run(['sync', '--agent', 'opencode', '--url', `${server.url}/elsewhere`]);
    expect(other).toMatchObject({ code: 7, stderr: expect.stringContaining('is not Gatehouse') });
  });

  it('answers machines too', async () => {
    server.state.failure = { payload: { code: 'no_client_key', message: 'You have no client key.', details: {} } };
    const { code, stdout } = await run(['sync', '--agent', 'opencode', '--json']);
    expect(code).toBe(6);
    expect(JSON.parse(stdout)).toEqual({
      error: {
        kind: 'precondition',
        code: 'no_client_key',
        message: 'You have no client key.',
        advice: 'Run: gatehouse keys create <name>',
        requestId: 'req-stub-1',
      },
    });
  });
});

describe('keys', () => {
  it('creates one, shows it once alone on the standard output, and lists it', async () => {
    const { code, stdout, stderr } = await run(['keys', 'create', 'laptop', '--gateway', 'Main']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'sk-test-canary-of-a-new-key-0002\n' });
    expect(stderr).toContain('Client key “laptop”: applied: the gateway has confirmed it');
    expect(server.state.received).toMatchObject([
      { path: 'clientKeys.create', input: { name: 'laptop', gatewayId: gateway.id, waitMs: 10_000 } },
    ]);
    const list = await run(['keys', 'list']);
    expect(list.stdout).toMatch(
      /^NAME +KEY +STATE +LIMITS +GATEWAY +CREATED +ID\nlaptop +sk-…0002 +applied +Main +2026-01-02 /,
    );
    expect(JSON.parse((await run(['keys', 'list', '--json'])).stdout).clientKeys).toMatchObject([{ name: 'laptop' }]);
  });

  it('revokes by name or id, and tells an ambiguous name', async () => {
    await run(['keys', 'create', 'laptop']);
    expect((await run(['keys', 'revoke', 'laptop'])).stderr).toBe(
      'Client key “laptop” revoked: applied: the gateway has confirmed it\n',
    );
    await run(['keys', 'create', 'laptop']);
    const ambiguous = await run(['keys', 'revoke', 'laptop']);
    expect(ambiguous.code).toBe(6);
    const [first] = server.state.clientKeys;
    expect(ambiguous.stderr).toContain(first?.id);
    expect((await run(['keys', 'revoke', first?.id ?? ''])).code).toBe(0);
    expect((await run(['keys', 'revoke', 'desktop'])).code).toBe(5);
    expect((await run(['keys', 'revoke', '01900000-0000-7000-8000-999999999999'])).code).toBe(5);
  });

  it('says that a change is not confirmed yet, or never will be', async () => {
    server.state.entryState = { ...applied, status: 'pending', appliedAt: null };
    const pending = await run(['keys', 'create', 'a']);
    expect(pending).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('pending: the gateway has not confirmed it yet'),
    });
    const problem = { code: 'refused', message: 'The gateway refused the key.' } as const;
    server.state.entryState = { ...applied, status: 'rejected', problem };
    const rejected = await run(['keys', 'create', 'b', '--json']);
    expect(rejected).toMatchObject({
      code: 6,
      stderr: expect.stringContaining('rejected: The gateway refused the key.'),
    });
    expect(JSON.parse(rejected.stdout)).toMatchObject({ clientKey: { state: { status: 'rejected' } } });
  });
});

describe('providers', () => {
  it('takes a key from a pipe or from a named variable', async () => {
    const piped = await run(['providers', 'add', 'claude', '--name', 'mine', '--key-stdin'], { input: `${secret}\n` });
    expect(piped).toEqual({
      code: 0,
      stdout: '',
      stderr: 'Provider key “mine” (sk-t…3003): applied: the gateway has confirmed it\n',
    });
    const named = await run(['providers', 'add', 'codex', '--name', 'b', '--key-env', 'MY_KEY'], {
      env: { MY_KEY: secret },
    });
    expect(named.code).toBe(0);
    expect(server.state.received.map(({ input }) => input)).toMatchObject([
      { provider: 'claude', name: 'mine', apiKey: secret, waitMs: 10_000 },
      { provider: 'codex', apiKey: secret },
    ]);
  });

  it('adds a custom provider with its models', async () => {
    const args = [
      '--name',
      'acme',
      '--base-url',
      'https://api.example.com/v1',
      '--model',
      'big-1=big',
      '--model',
      'small',
    ];
    const { code, stdout } = await run(['providers', 'add', 'custom', ...args, '--key-stdin', '--json'], {
      input: secret,
    });
    expect(code).toBe(0);
    const models = [
      { name: 'big-1', alias: 'big' },
      { name: 'small', alias: 'small' },
    ];
    expect(JSON.parse(stdout)).toMatchObject({ customProvider: { name: 'acme', displayName: 'acme', models } });
    expect(stdout).not.toContain(secret);
  });

  it.each([
    [['claude', '--name', 'a'], '', '--key-stdin'],
    [['claude', '--key-stdin'], secret, '--name is missing'],
    [['claude', '--name', 'a', '--key-stdin'], '', 'The key is empty'],
    [['claude', '--name', 'a', '--key-stdin'], 'sk-…1234', 'the key: '],
    [['claude', '--name', 'a', '--key-env', secret], '', 'The named environment variable is not set'],
    [['claude', '--name', 'a', '--key-env', 'NOPE'], '', 'NOPE is not set'],
    [['mistral', '--name', 'a', '--key-stdin'], secret, 'claude, gemini, codex, interactions, xai, vertex, custom'],
    [['custom', '--name', 'a', '--key-stdin'], secret, '--base-url is missing'],
    [['custom', '--name', 'a', '--base-url', 'https://x.example', '--key-stdin'], secret, '--model'],
    [['custom', '--name', 'a', '--base-url', 'x.example', '--model', 'm', '--key-stdin'], secret, '--base-url'],
  ])('providers add %j is refused before anything is sent', async (args, input, message) => {
    const { code, stderr } = await run(['providers', 'add', ...args], { input });
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain(secret);
    expect(server.state.received).toEqual([]);
  });

  it('lists both kinds and removes either by name', async () => {
    await run(['providers', 'add', 'gemini', '--name', 'g', '--key-stdin'], { input: secret });
    const custom = ['--name', 'acme', '--base-url', 'https://api.example.com', '--model', 'm', '--key-stdin'];
    await run(['providers', 'add', 'custom', ...custom], { input: secret });
    const { stdout } = await run(['providers', 'list']);
    expect(stdout).toMatch(/gemini +g +sk-t…3003 +applied +Main/);
    expect(stdout).toMatch(/custom +acme +sk-t…4004 +applied +Main/);
    const shape = JSON.parse((await run(['providers', 'list', '--json'])).stdout);
    expect(shape).toMatchObject({ providerKeys: [{ name: 'g' }], customProviders: [{ name: 'acme' }] });
    server.state.received = [];
    await run(['providers', 'remove', 'g']);
    await run(['providers', 'remove', 'acme']);
    expect(server.state.received.map(({ path }) => path)).toEqual(['providerKeys.remove', 'customProviders.remove']);
    expect((await run(['providers', 'remove', 'nothing'])).code).toBe(5);
  });
});

describe('lists', () => {
  it('shows models and gateways', async () => {
    const models = await run(['models', 'list']);
    expect(models.stdout).toMatch(/^MODEL +KIND +OWNED BY +GATEWAY\nglm-4.6 +chat +Main\n/);
    expect(JSON.parse((await run(['models', 'list', '--json'])).stdout)).toMatchObject({
      isStale: false,
      models: [{}, {}],
    });
    expect((await run(['gateways', 'list'])).stdout).toMatch(/Main +cliproxyapi +healthy +http:/);
    expect(JSON.parse((await run(['gateways', 'list', '--json'])).stdout)).toEqual({ gateways: [gateway] });
    const unknown = await run(['models', 'list', '--gateway', 'Other']);
    expect(unknown).toMatchObject({ code: 5, stderr: expect.stringContaining('There are: Main') });
  });

  it('says when a list is old, and when it is empty', async () => {
    server.state.bundle = { ...bundleOf([], 'sk-test-x'), isStale: true };
    const { stdout, stderr } = await run(['models', 'list']);
    expect(stdout).toBe('');
    expect(stderr).toContain('No model is offered yet.');
    expect(stderr).toContain('2026-01-02T00:00:00.000Z');
  });

  it('lets no text of the server steer the terminal', async () => {
    server.state.bundle = bundleOf(['evil\u001b]0;x\u0007\u202e'], 'sk-test-x');
    const { stdout } = await run(['models', 'list']);
    expect(stdout).toContain('evil\uFFFD]0;x\uFFFD\uFFFD');
  });
});
