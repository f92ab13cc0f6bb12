import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Command, createCommand } from '../testing/command.ts';
import { type StubServer, startStubServer } from '../testing/stub-server.ts';
import { bundleOf } from '../testing/stub-state.ts';

/** The real client, 350 MB, is not a dependency; this names its executable (opencode-ai 1.18.33 was used). */
const opencode = process.env.GATEHOUSE_TEST_OPENCODE;
const title = opencode
  ? 'the real OpenCode reads it'
  : 'the real OpenCode reads it: GATEHOUSE_TEST_OPENCODE names none';

let command: Command;
let server: StubServer;

beforeAll(async () => {
  [command, server] = await Promise.all([createCommand(), startStubServer()]);
});
afterAll(async () => {
  await Promise.all([command?.remove(), server?.close()]);
});

it.runIf(opencode)(title, { timeout: 120_000 }, async () => {
  const path = join(command.home, '.config/opencode/opencode.jsonc');
  const run = (...args: string[]) =>
    command.run(args, { env: { GATEHOUSE_URL: server.url, GATEHOUSE_TOKEN: 'ghc_test-token-of-the-person' } });
  // OpenCode makes its own file first, as on a laptop that has it already.
  await ask('models');
  const own = await readFile(path, 'utf8');
  await writeFile(path, own.replace('{', '{ // mine\n  "share": "disabled",\n'));

  expect((await run('sync', '--agent', 'opencode')).code).toBe(0);
  expect(await ask('models', 'gatehouse')).toBe('gatehouse/claude-sonnet-4-5\ngatehouse/glm-4.6\n');
  const config = JSON.parse(await ask('debug', 'config'));
  expect(config).toMatchObject({
    model: 'gatehouse/glm-4.6',
    share: 'disabled',
    provider: { gatehouse: { name: 'Main' } },
  });

  server.state.bundle = bundleOf(['vendor/new-model'], 'sk-test-canary-of-the-client-0001');
  expect((await run('sync', '--agent', 'opencode')).code).toBe(0);
  expect(await ask('models', 'gatehouse')).toBe('gatehouse/vendor/new-model\n');
  expect(JSON.parse(await ask('debug', 'config'))).toMatchObject({ model: 'gatehouse/vendor/new-model' });
  expect((await run('sync', '--agent', 'opencode')).stdout).toBe('Nothing changed.\n');
});

/** Offline, and with nothing that would make it rewrite or update itself. */
async function ask(...args: string[]): Promise<string> {
  await mkdir(command.home, { recursive: true });
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: command.home,
    OPENCODE_DISABLE_AUTOUPDATE: '1',
    OPENCODE_DISABLE_MODELS_FETCH: '1',
    OPENCODE_DISABLE_LSP_DOWNLOAD: '1',
    npm_config_fetch_retries: '0',
  };
  const { stdout } = await promisify(execFile)(opencode ?? '', args, { env, cwd: command.home, encoding: 'utf8' });
  return stdout;
}
