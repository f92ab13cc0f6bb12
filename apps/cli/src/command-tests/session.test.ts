import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Command, createCommand } from '../testing/command.ts';
import { type StubServer, startStubServer } from '../testing/stub-server.ts';

let command: Command;
let server: StubServer;
const token = 'ghc_test-token-of-the-person';

beforeAll(async () => {
  [command, server] = await Promise.all([createCommand(), startStubServer()]);
});
afterAll(async () => {
  await Promise.all([command?.remove(), server?.close()]);
});
beforeEach(async () => {
  server.reset();
  await command.emptyHome();
});

const credentialsPath = () => join(command.home, '.config/gatehouse/credentials.json');
const login = (...more: string[]) => command.run(['login', '--url', server.url, ...more]);

describe('login', () => {
  it('shows code and address, waits for the browser, and keeps the token for the owner only', async () => {
    const [approved] = server.state.polls;
    server.state.polls = [{ status: 'pending', intervalSeconds: 0 }, approved ?? expect.fail()];
    const { code, stdout, stderr } = await login();
    expect(stderr).toContain('Confirm the code BCDF-GHJK at:\n  http://127.0.0.1/device?code=BCDF-GHJK');
    expect(stderr).toContain(`Signed in to ${server.url} as Ada <ada@example.com> (member).`);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect((await stat(credentialsPath())).mode & 0o777).toBe(0o600);
    expect(JSON.parse(await readFile(credentialsPath(), 'utf8'))).toMatchObject({
      current: server.url,
      servers: { [server.url]: { token } },
    });
    expect(stderr).not.toContain(token);
    expect(await command.run(['whoami'])).toEqual({
      code: 0,
      stdout: `Ada <ada@example.com> (member) at ${server.url}\n`,
      stderr: '',
    });
  });

  it('says at once where it could not keep a token, not after the person has confirmed', async () => {
    await writeFile(join(command.home, 'file'), '');
    const env = { GATEHOUSE_CONFIG_DIR: join(command.home, 'file/below') };
    const { code, stderr } = await command.run(['login', '--url', server.url], { env });
    expect(code).toBe(6);
    expect(stderr).toContain('a part of the path is not a folder');
    expect(stderr).not.toContain('Confirm the code');
  });

  it('answers machines on the standard output without the token', async () => {
    const { stdout } = await login('--json');
    expect(JSON.parse(stdout)).toMatchObject({
      url: server.url,
      expiresAt: '2027-01-01T00:00:00.000Z',
      actor: { name: 'Ada' },
    });
    expect(stdout).not.toContain(token);
  });

  it('revokes the token that a new one replaces', async () => {
    await login();
    server.state.tokens.add('ghc_test-second-token-0002');
    server.state.polls = [{ status: 'approved', token: 'ghc_test-second-token-0002', expiresAt: new Date() }];
    expect((await login()).code).toBe(0);
    expect([...server.state.tokens]).toEqual(['ghc_test-second-token-0002']);
  });

  it.each([
    ['denied', 4, 'The sign-in was denied in the browser.'],
    ['expired', 6, 'The code has expired before it was confirmed.'],
  ] as const)('tells that it was %s', async (status, expected, message) => {
    server.state.polls = [{ status }];
    const { code, stderr } = await login();
    expect(code).toBe(expected);
    expect(stderr).toContain(`Error: ${message}`);
    await expect(stat(credentialsPath())).rejects.toThrow();
  });

  it('stops at Ctrl-C without a trace', async () => {
    server.state.polls = [{ status: 'pending', intervalSeconds: 60 }];
    const { code, stderr } = await command.run(['login', '--url', server.url], {
      onStderr: (text, child) => text.endsWith('Ctrl-C stops)…\n') && child.interrupt(),
    });
    expect(code).toBe(130);
    expect(stderr).toContain('Stopped. You are not signed in.');
    await expect(stat(credentialsPath())).rejects.toThrow();
  });

  it('does not open or print an address that is not a web address', async () => {
    server.state.verificationUrl = 'file:///etc/passwd';
    const { code, stderr } = await login();
    expect(code).toBe(1);
    expect(stderr).not.toContain('/etc/passwd');
  });

  it('shows no control characters of the server', async () => {
    server.state.userCode = 'BC\u001b[2JDF';
    const { stderr } = await login();
    expect(stderr).not.toContain('\u001b');
  });
});

describe('logout', () => {
  it('revokes the token at the server and forgets it', async () => {
    await login();
    const { code, stderr } = await command.run(['logout']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: `Signed out of ${server.url}.\n` });
    expect(server.state.tokens.size).toBe(0);
    expect(await command.run(['whoami'])).toMatchObject({ code: 3, stderr: expect.stringContaining(server.url) });
    expect(await readFile(credentialsPath(), 'utf8')).not.toContain(token);
  });

  it('forgets it without a server too, and says so', async () => {
    const other = await startStubServer();
    await command.run(['login', '--url', other.url]);
    await other.close();
    const { code, stderr } = await command.run(['logout']);
    expect(code).toBe(0);
    expect(stderr).toContain('on this machine only');
    expect(await readFile(credentialsPath(), 'utf8')).not.toContain(token);
  });

  it('is content with a token that was revoked elsewhere', async () => {
    await login();
    server.state.tokens.clear();
    expect((await command.run(['logout'])).stderr).toBe(`Signed out of ${server.url}.\n`);
  });
});

describe('whose token goes where', () => {
  it('refuses credentials that others can read', async () => {
    await login();
    await chmod(credentialsPath(), 0o644);
    const { code, stderr } = await command.run(['whoami']);
    expect(code).toBe(6);
    expect(stderr).toContain('chmod 600');
    expect((await login()).code).toBe(0);
    expect((await command.run(['whoami'])).code).toBe(0);
  });

  it('sends a stored token to no other server', async () => {
    await login();
    const other = await startStubServer();
    const { code, stderr } = await command.run(['whoami', '--url', other.url]);
    expect(code).toBe(3);
    expect(stderr).toContain(`You are not signed in to ${other.url}.`);
    await other.close();
  });

  it('follows no redirect: the token would go to a server that nobody named', async () => {
    const asked: string[] = [];
    const target = createServer((req, res) => {
      asked.push(req.url ?? '');
      res.end();
    });
    const redirecting = createServer((req, res) => {
      const { port } = target.address() as AddressInfo;
      res.writeHead(307, { location: `http://127.0.0.1:${port}${req.url}` }).end();
    });
    for (const each of [target, redirecting]) await new Promise<void>((done) => each.listen(0, '127.0.0.1', done));
    const url = `http://127.0.0.1:${(redirecting.address() as AddressInfo).port}`;
    for (const args of [['whoami'], ['sync', '--agent', 'opencode'], ['login', '--url', url]]) {
      const { code } = await command.run(args, { env: { GATEHOUSE_URL: url, GATEHOUSE_TOKEN: token } });
      expect(code).toBe(7);
    }
    expect(asked).toEqual([]);
    for (const each of [target, redirecting]) each.close();
  });

  it('takes server and token from the environment', async () => {
    const { code, stdout } = await command.run(['whoami', '--json'], {
      env: { GATEHOUSE_URL: server.url, GATEHOUSE_TOKEN: token },
    });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ url: server.url, actor: { type: 'user', role: 'member' } });
  });

  it('keeps everything where GATEHOUSE_CONFIG_DIR says', async () => {
    const env = { GATEHOUSE_CONFIG_DIR: join(command.home, 'elsewhere') };
    await command.run(['login', '--url', server.url], { env });
    expect((await stat(join(command.home, 'elsewhere/credentials.json'))).isFile()).toBe(true);
    await expect(stat(credentialsPath())).rejects.toThrow();
  });

  it('does not send anything to another machine without encryption unless told so', async () => {
    const { code, stderr } = await command.run(['login', '--url', 'http://gatehouse.example']);
    expect(code).toBe(2);
    expect(stderr).toContain('--insecure-http');
  });
});
