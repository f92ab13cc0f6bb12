import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, temporaryFolder } from '../testing/index.ts';

// In the place of the dashboard a server that tells what it was given.
const program = `
import { createServer } from 'node:http';
createServer((req, res) => res.end(process.env.GATEHOUSE_API_URL)).listen(Number(process.env.PORT), '127.0.0.1');
`;

let folder: string;
let server: TestServer;
let apiUrl: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  const webServerPath = join(folder, 'server.mjs');
  await writeFile(webServerPath, program);
  server = await startTestServer({ env: { GATEHOUSE_ROLES: 'api,web' }, webServerPath });
  for (;;) {
    const response = await fetch(server.publicUrl);
    if (response.ok) {
      apiUrl = await response.text();
      break;
    }
  }
});
afterAll(async () => {
  await server?.end();
  await rm(folder, { recursive: true, force: true });
});

/** What previewing an unknown invitation answers, asked so often that one address is refused. */
const statusesFor = async (base: string, headers: Record<string, string>) => {
  const input = encodeURIComponent(JSON.stringify({ json: { token: 'invite_00000000000000000000' } }));
  const statuses: number[] = [];
  for (let index = 0; index < 61; index += 1)
    statuses.push((await fetch(`${base}/api/trpc/invitations.preview?input=${input}`, { headers })).status);
  return new Set(statuses);
};

describe('the API as the dashboard reaches it', () => {
  it('is there, under an address that only the dashboard was told', async () => {
    expect(new URL(apiUrl).hostname).toBe('127.0.0.1');
    expect((await fetch(`${apiUrl}/api/trpc/setup.status`)).status).toBe(200);
    const { origin } = new URL(apiUrl);
    expect((await fetch(`${origin}/api/trpc/setup.status`)).status).toBe(404);
    expect((await fetch(`${origin}/healthz`)).status).toBe(404);
  });

  it('believes the dashboard which address a person has, and nobody else', async () => {
    expect(await statusesFor(server.publicUrl, { 'x-forwarded-for': '203.0.113.1' })).toContain(429);
    expect(await statusesFor(server.publicUrl, { 'x-forwarded-for': '203.0.113.2' })).toEqual(new Set([429]));
    expect(await statusesFor(apiUrl, { 'x-forwarded-for': '203.0.113.3' })).not.toEqual(new Set([429]));
    expect((await fetch(`${apiUrl}/api/trpc/setup.status`)).status).toBe(200);
  });

  it('leaves that address out of the log', () => {
    const { pathname } = new URL(apiUrl);
    expect(JSON.stringify(server.lines)).not.toContain(pathname.slice(1));
  });
});
