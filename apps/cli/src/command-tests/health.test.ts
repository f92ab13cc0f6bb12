import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer, request as forward, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Command, createCommand } from '../testing/command.ts';
import { clientKey, fillBundles } from '../testing/stub-bundles.ts';
import { type StubServer, startStubServer } from '../testing/stub-server.ts';

let command: Command;
let server: StubServer;
beforeAll(async () => {
  [command, server] = await Promise.all([createCommand(), startStubServer()]);
});
afterAll(async () => {
  await Promise.all([command?.remove(), server?.close()]);
});
beforeEach(async () => {
  server.reset();
  fillBundles(server.state);
  await command.emptyHome();
});

const identity = () => ({ GATEHOUSE_URL: server.url, GATEHOUSE_TOKEN: 'ghc_test-token-of-the-person' });
const run = (args: string[], env: Record<string, string> = {}, options: Parameters<Command['run']>[1] = {}) =>
  command.run(args, { ...options, env: { ...identity(), ...env } });
const inHome = (path: string) => join(command.home, path);
const read = (path: string) => readFile(inHome(path), 'utf8');
async function put(path: string, text: string) {
  await mkdir(dirname(inHome(path)), { recursive: true });
  await writeFile(inHome(path), text);
}

describe('status', () => {
  const states = async () =>
    JSON.parse((await run(['status', '--json'])).stdout).agents.map(({ state }: { state: string }) => state);

  it('tells what is managed and how it stands', async () => {
    expect(await run(['status'])).toMatchObject({ code: 0, stderr: expect.stringContaining('Nothing is managed yet') });
    await run(['sync', '--agent', 'kimi']);
    expect(await states()).toEqual(['up to date']);
    fillBundles(server.state, 'new-model');
    expect(await states()).toEqual(['update available']);
    await put('.kimi-code/config.toml', '');
    expect(await states()).toEqual(['changed by hand']);
    const { stdout, stderr } = await run(['status']);
    expect(stdout).toContain('Kimi Code');
    expect(stderr).toContain('providers.gatehouse');
  });

  it('says at every look what waits for the person, and sync does so too, once for all agents', async () => {
    const note = '“docs” of “Team” is left out until you agree to it. Run: gatehouse share consent';
    const told = (text: string) => text.split('\n').filter((line) => line === note).length;
    fillBundles(server.state, 'glm-4.6', [note]);
    for (const _ of [1, 2]) {
      const synced = await run(['sync', '--agent', 'kimi,codex']);
      expect([synced.code, told(synced.stderr)]).toEqual([0, 1]);
      const shown = await run(['status']);
      expect([shown.code, told(shown.stderr)]).toEqual([0, 1]);
    }
    const { agents } = JSON.parse((await run(['sync', '--agent', 'kimi', '--json'])).stdout);
    expect(agents).toMatchObject([{ isChanged: false, notes: [note] }]);
    fillBundles(server.state);
    expect(told((await run(['status'])).stderr)).toBe(0);
    await run(['sync', '--agent', 'kimi,codex']);
    expect(JSON.parse((await run(['status', '--json'])).stdout).agents).toMatchObject([{ notes: [] }, { notes: [] }]);
  });

  it('tells what is managed also to whom the server refuses, and why it knows no more', async () => {
    await run(['sync', '--agent', 'kimi']);
    server.state.tokens.clear();
    const { code, stdout, stderr } = await run(['status']);
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringMatching(/Kimi Code\s+unknown/) });
    expect(stderr).toContain('Your access token has expired or was revoked.\nRun: gatehouse login');
    expect(stderr).not.toContain('did not answer');
  });

  it('is there without the server', async () => {
    await run(['sync', '--agent', 'kimi']);
    await server.pause();
    const answer = JSON.parse((await run(['status', '--json'])).stdout);
    await server.resume();
    expect(answer).toMatchObject({ isOffline: true, agents: [{ agent: 'kimi', state: 'unknown', drift: [] }] });
  });
});

describe('doctor', () => {
  it('follows the way to a model, and asks by every protocol', async () => {
    const asked: string[] = [];
    const gateway = createServer((req, res) => {
      asked.push(`${req.method} ${req.url} ${req.headers.authorization ?? req.headers['x-goog-api-key']}`);
      const isDenied = !JSON.stringify(req.headers).includes(server.state.currentKey);
      res.writeHead(isDenied ? 401 : req.url === '/v1/responses' ? 404 : 200, { 'content-type': 'application/json' });
      res.end(JSON.stringify({ data: [{ id: 'glm-4.6' }, { id: 'claude-sonnet-4-5' }] }));
    });
    await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
    server.state.gatewayUrl = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`;
    await run(['sync', '--agent', 'kimi', '--key', 'inline']);
    const well = await run(['doctor']);
    expect(well).toMatchObject({ code: 0 });
    expect(well.stdout).toContain('accepts the client key and offers 2 models');
    expect(well.stdout + well.stderr).not.toContain(server.state.currentKey);

    const { findings } = JSON.parse((await run(['doctor', '--request', '--json'])).stdout);
    const requests = findings.filter(({ check }: { check: string }) => check.startsWith('request-'));
    expect(requests.map(({ check, isOk }: { check: string; isOk: boolean }) => [check, isOk])).toEqual([
      ['request-chat', true],
      ['request-responses', false],
      ['request-messages', true],
      ['request-gemini', true],
    ]);
    expect(asked).toContain(`POST /v1beta/models/glm-4.6:generateContent ${server.state.currentKey}`);

    await run(['sync', '--agent', 'kimi', '--key', 'environment']);
    const ill = await run(['doctor']);
    expect(ill).toMatchObject({ code: 6, stdout: expect.stringContaining('GATEHOUSE_API_KEY is not set') });
    const wrong = await run(['doctor'], { GATEHOUSE_API_KEY: 'sk-test-revoked' });
    expect(wrong).toMatchObject({ code: 6, stdout: expect.stringContaining('does not accept the client key') });
    expect(wrong.stdout).toContain('GATEHOUSE_API_KEY is set and is not your current client key, but Kimi Code');
    const right = await run(['doctor'], { GATEHOUSE_API_KEY: server.state.currentKey });
    expect(right).toMatchObject({ code: 0, stdout: expect.not.stringContaining('not your current') });
    gateway.closeAllConnections();
    await new Promise((resolve) => gateway.close(resolve));
    expect((await run(['doctor'])).stdout).toContain('cannot be reached from here');
  });
});

describe('a key of the environment that is not the current one', () => {
  const stale = { GATEHOUSE_API_KEY: 'sk-test-stale', GEMINI_API_KEY: 'sk-test-stale' };
  const warnings = async (agents: string, env: Record<string, string>, ...more: string[]) => {
    const { stdout, stderr } = await run(['sync', '--agent', agents, '--json', ...more], env);
    expect(stdout + stderr).not.toContain('sk-test-stale');
    return JSON.parse(stdout).warnings;
  };

  it('is told of where an agent would take it, at every sync', async () => {
    expect(await warnings('gemini-cli,codex', stale, '--key', 'inline')).toEqual([
      expect.stringMatching(/^GEMINI_API_KEY .* but Gemini CLI would .* unset GEMINI_API_KEY$/),
    ]);
    expect(await warnings('gemini-cli,codex', stale)).toHaveLength(1);
    expect(await warnings('codex,kimi', stale, '--key', 'environment')).toEqual([
      expect.stringMatching(/^GATEHOUSE_API_KEY .* but Codex, Kimi Code would /),
    ]);
    const { stderr } = await run(['sync', '--agent', 'kimi'], stale);
    expect(stderr).toContain('Set it anew: export GATEHOUSE_API_KEY="$(gatehouse token)"');
  });

  it('is nothing to tell of where it is current, or the files hold the key', async () => {
    const current = { GATEHOUSE_API_KEY: server.state.currentKey };
    expect(await warnings('codex,kimi', current, '--key', 'environment')).toEqual([]);
    expect(await warnings('codex,kimi', stale, '--key', 'inline')).toEqual([]);
    expect(server.state.received).toEqual([]);
  });
});

describe('export and env', () => {
  it('writes files for an image, without a secret unless that is said', async () => {
    const { code, stdout } = await run(['export', 'image', '--agent', 'kimi,claude-code']);
    expect(code).toBe(0);
    expect(stdout).toContain('image/.kimi-code/config.toml');
    expect(await read('image/.claude/settings.json')).not.toContain(clientKey);
    expect(await run(['export', 'image', '--agent', 'cline'])).toMatchObject({
      code: 6,
      stderr: expect.stringContaining('--key inline'),
    });
    await run(['export', 'image', '--agent', 'cline', '--key', 'inline']);
    expect((await stat(inHome('image/.cline/data/settings/providers.json'))).mode & 0o777).toBe(0o600);
    expect(await readdir(inHome('image'))).toEqual(['.claude', '.cline', '.kimi-code']);
  });

  it('prints exports that a real shell reads', async () => {
    const script = `${process.execPath} ${command.outfile} env --shell bash`;
    const { stdout } = await promisify(execFile)(
      'bash',
      ['-c', `eval "$(${script})"; printf %s "$GATEHOUSE_API_KEY"`],
      {
        env: { ...process.env, ...identity(), HOME: command.home },
      },
    );
    expect(stdout).toBe(clientKey);
    expect((await run(['env', '--shell', 'fish'])).stdout).toContain(`set -gx GATEHOUSE_API_KEY '${clientKey}'`);
    expect((await run(['env', '--shell', 'powershell'])).stdout).toContain(`$env:GATEHOUSE_API_KEY = '${clientKey}'`);
    await server.pause();
    const offline = await run(['env', '--json']);
    await server.resume();
    expect(JSON.parse(offline.stdout).variables.GATEHOUSE_API_KEY).toBe(clientKey);
  });
});

describe('tokens and open', () => {
  it('lists and revokes access tokens', async () => {
    const at = new Date('2026-01-02T00:00:00Z');
    const shown = { kind: 'cli' as const, prefix: 'ghc_abcd', lastFour: 'wxyz', scopes: ['read' as const] };
    const id = '01900000-0000-7000-8000-000000000901';
    server.state.accessTokens = [{ id, name: 'Laptop', ...shown, createdAt: at, lastUsedAt: null, expiresAt: at }];
    expect((await run(['tokens', 'list'])).stdout).toContain('Laptop');
    expect(await run(['tokens', 'revoke', 'Laptop'])).toMatchObject({ code: 0 });
    expect(server.state.accessTokens).toEqual([]);
    expect(await run(['tokens', 'revoke', 'Laptop'])).toMatchObject({ code: 5 });
  });

  it('prints where the dashboard is', async () => {
    expect((await run(['open'])).stdout).toBe(`${server.url}\n`);
  });
});

describe('sync --watch', () => {
  it('follows changes, outlives a restart of the server, and ends when it is told', { timeout: 60_000 }, async () => {
    const until = async (isSo: () => Promise<boolean>) => {
      while (!(await isSo().catch(() => false))) await new Promise((resolve) => setTimeout(resolve, 50));
    };
    const file = '.kimi-code/config.toml';
    let interrupt = () => undefined as unknown;
    let said = '';
    const watching = run(
      ['sync', '--watch', '--agent', 'kimi'],
      {},
      {
        onStderr: (text, child) => {
          said = text;
          interrupt = child.interrupt;
        },
      },
    );
    await until(async () => server.state.changed.listenerCount('change') > 0);
    fillBundles(server.state, 'model-2');
    server.state.changed.emit('change', { topic: 'models', id: null, gatewayId: null });
    await until(async () => (await read(file)).includes('model-2'));

    await server.pause();
    await until(async () => said.includes('Asking from time to time'));
    fillBundles(server.state, 'model-3');
    await server.resume();
    await until(async () => (await read(file)).includes('model-3'));
    await until(async () => said.includes('Following changes again.'));
    interrupt();
    expect(await watching).toMatchObject({ code: 0, stderr: expect.stringContaining('Stopped watching.') });
  });
});

describe('a proxy', () => {
  it('is used where the environment names one, and left out where it says so', async () => {
    const seen: string[] = [];
    const proxy = createServer((req: IncomingMessage, res) => {
      seen.push(req.url ?? '');
      const target = new URL(req.url ?? '');
      const headers = { ...req.headers, host: target.host };
      const onward = forward(target, { method: req.method, headers }, (answer) => {
        res.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(res);
      });
      req.pipe(onward);
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const HTTP_PROXY = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    expect(await run(['sync', '--agent', 'kimi'], { HTTP_PROXY })).toMatchObject({ code: 0 });
    expect(seen.some((url) => url.startsWith(`${server.url}/api/v1/bundles/kimi`))).toBe(true);
    seen.length = 0;
    expect(await run(['whoami'], { HTTP_PROXY, NO_PROXY: '127.0.0.1' })).toMatchObject({ code: 0 });
    expect(seen).toEqual([]);
    proxy.closeAllConnections();
    await new Promise((resolve) => proxy.close(resolve));
  });
});
