import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Command, createCommand } from '../testing/command.ts';
import { type StubServer, startStubServer } from '../testing/stub-server.ts';

let command: Command;
let server: StubServer;
const token = 'sk-test-canary-of-an-account';
const file = join(tmpdir(), `gatehouse-account-${process.pid}.json`);

beforeAll(async () => {
  [command, server] = await Promise.all([createCommand(), startStubServer()]);
  await writeFile(file, JSON.stringify({ type: 'codex', access_token: token }));
});
afterAll(async () => {
  await Promise.all([command?.remove(), server?.close()]);
});
beforeEach(() => server.reset());

const run = (...args: string[]) =>
  command.run(['accounts', ...args], {
    env: { GATEHOUSE_URL: server.url, GATEHOUSE_TOKEN: 'ghc_test-token-of-the-person' },
  });

it('imports, lists, switches and removes an account, and shows nothing of its file', async () => {
  const steps = [
    await run('import', 'codex', file, '--name', 'Mine'),
    await run('list'),
    await run('disable', 'Mine'),
    await run('list', '--json'),
    await run('enable', 'Mine'),
    await run('remove', 'Mine'),
  ];
  expect(steps.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0, 0]);
  expect(steps[1]?.stdout).toMatch(/codex\s+Mine\s+on\s+applied/);
  expect(JSON.parse(steps[3]?.stdout ?? '')).toMatchObject({ providerAccounts: [{ name: 'Mine', isDisabled: true }] });
  expect(JSON.stringify(steps)).not.toContain(token);
});

it('edits how an account is used, with header values from the environment only', async () => {
  await run('import', 'codex', file, '--name', 'Mine');
  const env = { GATEHOUSE_URL: server.url, GATEHOUSE_TOKEN: 'ghc_test-token-of-the-person', TEAM: token };
  const edited = await command.run(
    ['accounts', 'edit', 'Mine', '--priority', '3', '--note', 'spare', '--header-env', 'X-Team=TEAM', '--json'],
    { env },
  );
  expect(JSON.parse(edited.stdout)).toMatchObject({
    providerAccount: { settings: { priority: 3, note: 'spare' }, headerNames: ['X-Team'] },
  });
  const cleared = await run('edit', 'Mine', '--clear', 'priority', '--remove-header', 'X-Team', '--json');
  expect(JSON.parse(cleared.stdout)).toMatchObject({
    providerAccount: { settings: { priority: 0, note: 'spare' }, headerNames: [] },
  });
  expect(await run('edit', 'Mine')).toMatchObject({ code: 2, stderr: expect.stringContaining('what to change') });
  expect(await run('edit', 'Mine', '--priority', 'high')).toMatchObject({ code: 2 });
  expect(JSON.stringify([edited, cleared])).not.toContain(token);
});

it('connects by a device code', async () => {
  const { code, stderr } = await run('connect', 'kimi', '--name', 'Mine');
  expect(stderr).toContain('https://provider.example.com/device');
  expect(stderr).toContain('ABCD-1234');
  expect(stderr).toContain('is connected');
  expect(code).toBe(0);
});

it('says why nothing came of it', async () => {
  server.state.accountOutcome = 'unclaimed';
  expect(await run('connect', 'kimi', '--name', 'Mine')).toMatchObject({
    code: 6,
    stderr: expect.stringContaining('administrator'),
  });
  server.state.accountOutcome = 'failed';
  expect(await run('connect', 'kimi', '--name', 'Mine')).toMatchObject({
    code: 6,
    stderr: expect.stringContaining('did not confirm'),
  });
  expect(await run('connect', 'gpt', '--name', 'Mine')).toMatchObject({ code: 2 });
  expect(await run('import', 'codex', `${file}.not`, '--name', 'Mine')).toMatchObject({ code: 5 });
});

it('lists what belongs to nobody at all gateways, and says which did not answer', async () => {
  const { code, stdout, stderr } = await run('unclaimed');
  expect(stdout).toMatch(/claude +a…@example.com +one +Ada/);
  expect(stdout).toMatch(/claude +a…@example.com +other +Ada/);
  expect(stderr).toContain('third: It does not answer.');
  expect(code).not.toBe(0);
  expect(await run('unclaimed', '--gateway', 'Main')).toMatchObject({ code: 0 });
});
