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

/** More logins than one address may begin, each with another address in the header. */
async function statusesOf(base: string): Promise<Set<number>> {
  const statuses = new Set<number>();
  for (let index = 0; index < 21; index += 1) {
    const response = await fetch(`${base}/api/trpc/deviceLogins.start`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': `203.0.113.${index}` },
      body: JSON.stringify({ json: { clientName: 'laptop' } }),
    });
    statuses.add(response.status);
  }
  return statuses;
}

describe('the API as the dashboard reaches it', () => {
  it('is there, under an address that only the dashboard was told', async () => {
    expect(new URL(apiUrl).hostname).toBe('127.0.0.1');
    expect((await fetch(`${apiUrl}/api/trpc/setup.status`)).status).toBe(200);
    const { origin } = new URL(apiUrl);
    expect((await fetch(`${origin}/api/trpc/setup.status`)).status).toBe(404);
    expect((await fetch(`${origin}/healthz`)).status).toBe(404);
  });

  it('believes the dashboard which address a person has, and nobody else', async () => {
    expect(await statusesOf(server.publicUrl)).toEqual(new Set([200, 429]));
    expect(await statusesOf(apiUrl)).toEqual(new Set([200]));
  });

  it('leaves that address out of the log', () => {
    const { pathname } = new URL(apiUrl);
    expect(JSON.stringify(server.lines)).not.toContain(pathname.slice(1));
  });
});
