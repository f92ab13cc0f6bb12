import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Command, createCommand } from '../testing/command.ts';
import { type StubServer, startStubServer } from '../testing/stub-server.ts';

// A server with a certificate of the organisation's own.

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
const title = hasOpenssl ? 'NODE_EXTRA_CA_CERTS' : 'NODE_EXTRA_CA_CERTS: openssl is not installed';

let command: Command;
let stub: StubServer;
let server: https.Server;
let folder: string;
let url: string;

beforeAll(async () => {
  if (!hasOpenssl) return;
  [command, stub] = await Promise.all([createCommand(), startStubServer()]);
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-certificates-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, ...subject], {
    stdio: 'ignore',
  });
  server = https.createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (req, res) => {
    const forwarded = http.request(stub.url + req.url, { method: req.method, headers: req.headers }, (answer) => {
      res.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(res);
    });
    req.pipe(forwarded);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `https://localhost:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server?.close();
  server?.closeAllConnections();
  await Promise.all([command?.remove(), stub?.close(), folder && rm(folder, { recursive: true })]);
});

it.runIf(hasOpenssl)(`${title} is honoured, and nothing is believed without it`, async () => {
  const whoami = (env: Record<string, string>) =>
    command.run(['whoami'], { env: { GATEHOUSE_URL: url, GATEHOUSE_TOKEN: 'ghc_test-token-of-the-person', ...env } });
  const refused = await whoami({});
  expect(refused.code).not.toBe(0);
  expect(refused.stderr).toMatch(/certificate/i);
  expect(refused.stderr).toContain('NODE_EXTRA_CA_CERTS');
  expect(await whoami({ NODE_EXTRA_CA_CERTS: join(folder, 'cert.pem') })).toMatchObject({ code: 0, stderr: '' });
});
