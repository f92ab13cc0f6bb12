import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
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
  await command.emptyHome();
  await command.run(['login', '--url', server.url]);
});

const token = (...more: string[]) => command.run(['token', ...more]);
const keysFolder = () => join(command.home, '.local/state/gatehouse/keys');

it('prints the key and nothing else, and follows when it is replaced', async () => {
  expect(await token()).toEqual({ code: 0, stdout: `${server.state.currentKey}\n`, stderr: '' });
  server.state.currentKey = 'sk-gh-test-canary-of-the-current-key-2';
  expect((await token()).stdout).toBe('sk-gh-test-canary-of-the-current-key-2\n');
});

it('prints the last key, and says so, while the server does not answer', async () => {
  await token();
  const { currentKey } = server.state;
  server.state.failure = { payload: null };
  expect(await token()).toEqual({
    code: 0,
    stdout: `${currentKey}\n`,
    stderr: `${server.url} does not answer: this is the key that it gave last.\n`,
  });
});

it('never prints a kept key to somebody whom the server refuses', async () => {
  await token();
  server.state.tokens.clear();
  const refused = await token();
  expect(refused.code).not.toBe(0);
  expect(refused.stdout).toBe('');
  expect(refused.stderr).not.toContain(server.state.currentKey);
});

it('prints the key, and env the variables, where nothing can be kept', async () => {
  fillBundles(server.state);
  const state = join(command.home, '.local/state/gatehouse');
  await mkdir(state, { recursive: true });
  for (const folder of ['keys', 'bundles']) await writeFile(join(state, folder), 'in the way');
  expect(await token()).toEqual({ code: 0, stdout: `${server.state.currentKey}\n`, stderr: '' });
  expect(await command.run(['env'])).toMatchObject({ code: 0, stdout: expect.stringContaining(clientKey) });
});

it('keeps the key for the owner alone, and forgets it at the sign-out', async () => {
  await token();
  const [server0 = ''] = await readdir(keysFolder());
  const [name = ''] = await readdir(join(keysFolder(), server0));
  const path = join(keysFolder(), server0, name);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await readFile(path, 'utf8')).toBe(server.state.currentKey);
  await command.run(['logout']);
  expect(await readdir(keysFolder())).toEqual([]);
});
