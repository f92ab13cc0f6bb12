import { spawn } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Command, createCommand } from '../testing/command.ts';
import { fillBundles } from '../testing/stub-bundles.ts';
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
});

const before: Record<string, string> = {
  '.config/opencode/opencode.json': '{ "theme": "dark" } // mine\n',
  '.claude/settings.json': '{ "env": { "OWN": "1", "ANTHROPIC_BASE_URL": "http://own" } }\n',
  '.continue/config.yaml': 'name: Mine # yes\nmodels: []\n',
  '.kimi-code/config.toml': '# mine\n[ui]\ntheme = "dark"\n',
  '.gemini/.env': 'OWN=1\n',
};
const agents = ['opencode', 'claude-code', 'continue', 'kimi', 'gemini-cli'];
const args = ['sync', '--on-edit', 'replace', '--agent', agents.join(',')];
const env = (more: Record<string, string> = {}) => {
  return { GATEHOUSE_URL: server.url, GATEHOUSE_TOKEN: 'ghc_test-token-of-the-person', ...more };
};
const inHome = (path: string) => join(command.home, path);
const readAll = async () =>
  Object.fromEntries(
    await Promise.all(Object.keys(before).map(async (path) => [path, await readFile(inHome(path), 'utf8')])),
  );

async function prepare(): Promise<void> {
  fillBundles(server.state);
  for (const [path, text] of Object.entries(before)) {
    await mkdir(dirname(inHome(path)), { recursive: true });
    await writeFile(inHome(path), text);
  }
}

/** What a sync that nobody disturbs makes. */
async function undisturbed(): Promise<Record<string, string>> {
  await prepare();
  expect(await command.run(args, { env: env() })).toMatchObject({ code: 0 });
  const after = await readAll();
  await command.emptyHome();
  await prepare();
  return after;
}

async function expectOldOrNew(after: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(await readAll())) expect([before[path], after[path]]).toContain(text);
}

async function expectFinished(after: Record<string, string>): Promise<void> {
  // Without being told again what to do with what was there: what the killed run was about to write counts as ours.
  expect(await command.run(args, { env: env() })).toMatchObject({ code: 0 });
  expect(await readAll()).toEqual(after);
  const left = (await Promise.all(Object.keys(before).map((path) => readdir(dirname(inHome(path)))))).flat();
  expect(left.filter((name) => name.endsWith('.tmp'))).toEqual([]);
  expect((await command.run(args, { env: env() })).stdout).toBe('Nothing changed.\n');
  expect(await command.run(['uninstall'], { env: env() })).toMatchObject({ code: 0 });
  expect(await readAll()).toEqual(before);
}

it('a kill between any two steps leaves the old or the new file, and the next run finishes', {
  timeout: 240_000,
}, async () => {
  const after = await undisturbed();
  let kills = 0;
  for (let step = 1; ; step += 1) {
    await command.emptyHome();
    await prepare();
    const { code } = await command.run(args, { env: env({ GATEHOUSE_TEST_KILL_AT: String(step) }) });
    if (code === 0) break;
    kills += 1;
    await expectOldOrNew(after);
    await expectFinished(after);
  }
  // Before and after the notes, between every two files, and after the last.
  expect(kills).toBe(3 + Object.keys(after).length);
});

it('a kill at any moment does too', { timeout: 240_000 }, async () => {
  const after = await undisturbed();
  let kills = 0;
  for (let attempt = 0; attempt < 12; attempt += 1) {
    await command.emptyHome();
    await prepare();
    if (await killedAfter(120 + attempt * 15)) kills += 1;
    await expectOldOrNew(after);
    await expectFinished(after);
  }
  expect(kills).toBeGreaterThan(0);
});

/** Whether the kill came before the end. */
function killedAfter(ms: number): Promise<boolean> {
  const options = {
    env: { PATH: process.env.PATH ?? '', HOME: command.home, ...env() },
    cwd: command.home,
    stdio: 'ignore',
  } as const;
  const child = spawn(process.execPath, [command.outfile, ...args], options);
  const timer = setTimeout(() => child.kill('SIGKILL'), ms);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (_code, signal) => {
      clearTimeout(timer);
      resolve(signal === 'SIGKILL');
    });
  });
}
