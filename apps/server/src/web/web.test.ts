import { spawn } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { recordingLog, temporaryFolder } from '../testing/index.ts';
import { startWeb, type Web } from './index.ts';

// In the place of the built dashboard a server that tells what it was asked and given.
const program = `
import { createServer } from 'node:http';
createServer((req, res) => {
  if (req.url === '/die') process.exit(3);
  let body = '';
  req.on('data', (chunk) => { body += chunk; });
  req.on('end', () => {
    if (req.url === '/moved') { res.writeHead(302, { location: '/elsewhere', 'set-cookie': ['a=1', 'b=2'] }); res.end(); return; }
    res.setHeader('content-type', 'application/json');
    res.end(JSON.stringify({ pid: process.pid, method: req.method, url: req.url, headers: req.headers, body, env: process.env }));
  });
}).listen(Number(process.env.PORT), process.env.HOSTNAME);
`;

type Told = {
  pid: number;
  method: string;
  url: string;
  body: string;
  headers: Record<string, string>;
  env: Record<string, string>;
};

let folder: string;
let serverPath: string;
let web: Web;
let front: Server;
let url: string;
const { log, lines } = recordingLog();

beforeAll(async () => {
  folder = await temporaryFolder();
  serverPath = join(folder, 'server.mjs');
  await writeFile(serverPath, program);
  process.env.GATEHOUSE_SECRET_KEYS = 'canary-secret-key';
  web = await startWeb({
    serverPath,
    publicUrl: 'https://gatehouse.example.com',
    apiUrl: 'http://127.0.0.1:1',
    authSecret: 'auth-secret',
    serviceToken: 'ghs_token',
    clientAddress: () => '203.0.113.9',
    log,
  });
  front = createServer(web.handle);
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
});
afterAll(async () => {
  delete process.env.GATEHOUSE_SECRET_KEYS;
  front?.closeAllConnections();
  await new Promise((resolve) => front?.close(resolve));
  await web?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function ask(path: string, init: RequestInit = {}): Promise<Told> {
  for (;;) {
    const response = await fetch(url + path, init);
    if (response.ok) return (await response.json()) as Told;
    expect(response.status).toBe(503);
    expect(await response.text()).toContain('http-equiv="refresh"');
  }
}

describe('the dashboard behind the server', () => {
  it('gets requests whole, with the facts of the person’s side', async () => {
    const told = await ask('/page?x=1', {
      method: 'POST',
      body: 'form=data',
      headers: { 'x-forwarded-for': '6.6.6.6', 'x-forwarded-proto': 'gopher', 'x-request-id': 'request-1' },
    });
    expect(told).toMatchObject({ method: 'POST', url: '/page?x=1', body: 'form=data' });
    expect(told.headers).toMatchObject({
      'x-forwarded-for': '203.0.113.9',
      'x-forwarded-host': 'gatehouse.example.com',
      'x-forwarded-proto': 'https',
      'x-request-id': 'request-1',
      host: 'gatehouse.example.com',
    });
  });

  it('gets what it needs to know, and no secret besides', async () => {
    const { env } = await ask('/');
    expect(env).toMatchObject({
      AUTH_SECRET: 'auth-secret',
      AUTH_URL: 'https://gatehouse.example.com',
      AUTH_TRUST_HOST: 'true',
      GATEHOUSE_API_URL: 'http://127.0.0.1:1',
      GATEHOUSE_SERVICE_TOKEN: 'ghs_token',
      NODE_ENV: 'production',
    });
    expect(JSON.stringify(env)).not.toContain('canary');
  });

  it('has its answers carried back as they are', async () => {
    await ask('/');
    const response = await fetch(`${url}/moved`, { redirect: 'manual' });
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toBe('/elsewhere');
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  });

  it('is started again when it dies', async () => {
    const before = await ask('/');
    await fetch(`${url}/die`).catch(() => null);
    const after = await ask('/');
    expect(after.pid).not.toBe(before.pid);
    expect(lines.some(({ msg }) => String(msg).includes('started again'))).toBe(true);
  });
});

describe('a dashboard', () => {
  let pid: number | undefined;
  afterEach(() => {
    if (pid !== undefined && isAlive(pid)) process.kill(pid, 'SIGKILL');
  });

  it('that was not built is an error that says how to build it', async () => {
    const start = startWeb({
      serverPath: join(folder, 'missing.js'),
      publicUrl: 'http://localhost:1',
      apiUrl: '',
      authSecret: '',
      serviceToken: '',
      clientAddress: () => null,
      log,
    });
    await expect(start).rejects.toThrow(/npm run build/);
  });

  it('ends with a parent that was killed', async () => {
    const source = `
      import { startWebChild, freePort } from ${JSON.stringify(new URL('./child.ts', import.meta.url).href)};
      const log = { info() {}, warn() {}, error() {}, debug() {} };
      const port = await freePort();
      startWebChild({ serverPath: ${JSON.stringify(serverPath)}, port, env: {}, log });
      for (;;) {
        const answer = await fetch('http://127.0.0.1:' + port).catch(() => null);
        if (answer) { console.log((await answer.json()).pid); break; }
      }
    `;
    const parent = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', source], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const childPid = Number(await new Promise((resolve) => parent.stdout.once('data', resolve)));
    pid = childPid;
    expect(isAlive(childPid)).toBe(true);
    parent.kill('SIGKILL');
    while (isAlive(childPid)) await new Promise((resolve) => setTimeout(resolve, 10));
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
