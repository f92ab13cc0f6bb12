import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
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
const run = (args: string[], env: Record<string, string> = {}) => command.run(args, { env: { ...identity(), ...env } });
const inHome = (path: string) => join(command.home, path);
const read = (path: string) => readFile(inHome(path), 'utf8');
const modeOf = async (path: string) => (await stat(inHome(path))).mode & 0o777;
async function put(path: string, text: string) {
  await mkdir(dirname(inHome(path)), { recursive: true });
  await writeFile(inHome(path), text);
}
const claude = '.claude/settings.json';

describe('sync of several agents', () => {
  it('finds those that are installed: by their folder or their command', async () => {
    await mkdir(inHome('.claude'));
    await put('bin/kimi', '#!/bin/sh\n');
    await chmod(inHome('bin/kimi'), 0o755);
    const { code, stdout } = await run(['sync'], { PATH: `${inHome('bin')}:${process.env.PATH}` });
    expect(code).toBe(0);
    expect(stdout).toContain(`Created ~/${claude}`);
    expect(stdout).toContain('Created ~/.kimi-code/config.toml');
    // From now on those are the ones, whatever else appears.
    await mkdir(inHome('.continue'));
    expect((await run(['sync'])).stdout).toBe('Nothing changed.\n');
  });

  it('says what to do where none is installed', async () => {
    expect(await run(['sync'], { PATH: '/nowhere' })).toMatchObject({
      code: 5,
      stderr: expect.stringContaining('gatehouse sync --agent <agent>'),
    });
    expect(await run(['sync', '--agent', 'vim'])).toMatchObject({ code: 2 });
  });

  it('writes for one what it cannot for another, in one run that is taken back as one', async () => {
    await put(claude, '{ // void\n}\n');
    const { code, stdout, stderr } = await run(['sync', '--agent', 'claude-code', '--agent', 'kimi,codex']);
    expect(code).toBe(6);
    expect(stderr).toContain(`Claude Code: ~/${claude}:1:3: comments are not allowed in this file`);
    expect(stderr).toContain('A note of kimi.');
    expect(stdout).toContain('Created ~/.kimi-code/config.toml');
    expect(stdout).toContain('Created ~/.codex/gatehouse.config.toml');
    expect(await modeOf('.codex/gatehouse.config.toml')).toBe(0o600);
    expect((await run(['undo'])).stdout.split('\n')).toHaveLength(3);
    expect(await read(claude)).toBe('{ // void\n}\n');
  });

  it('has one answer for all of them', async () => {
    const answer = JSON.parse((await run(['sync', '--json', '--agent', 'claude-code,vimless'])).stdout);
    expect(answer).toMatchObject({ error: { kind: 'invalid' } });
    await put(claude, '[]');
    const { agents } = JSON.parse((await run(['sync', '--json', '--agent', 'claude-code,kimi'])).stdout);
    expect(agents).toMatchObject([
      { agent: 'claude-code', isChanged: false, error: { kind: 'precondition' } },
      { agent: 'kimi', isChanged: true, error: null, files: [{ action: 'created' }] },
    ]);
    expect(JSON.stringify(agents)).not.toContain(clientKey);
  });
});

describe('B13: what people have is merged, never overwritten', () => {
  it('keeps all of a file but its own parts', async () => {
    const mine = '{\n  "permissions": { "allow": ["Bash(ls:*)"] },\n  "env": { "OWN": "1" }\n}\n';
    await put(claude, mine);
    expect((await run(['sync', '--agent', 'claude-code'])).code).toBe(0);
    const settings = JSON.parse(await read(claude));
    expect(settings.permissions).toEqual({ allow: ['Bash(ls:*)'] });
    expect(settings.env).toMatchObject({ OWN: '1', ANTHROPIC_AUTH_TOKEN: clientKey });
    expect((await run(['uninstall'])).stdout).toBe(`Restored ~/${claude}\n`);
    expect(await read(claude)).toBe(mine);
  });
});

describe('what was edited by hand', () => {
  const own = '{ "env": { "ANTHROPIC_BASE_URL": "http://own" } }\n';
  const syncClaude = (...more: string[]) => run(['sync', '--agent', 'claude-code', ...more]);

  it('is not written over unasked, if it was there before', async () => {
    await put(claude, own);
    const { code, stderr } = await syncClaude();
    expect(code).toBe(6);
    expect(stderr).toContain(`“env.ANTHROPIC_BASE_URL” in ~/${claude} was there before Gatehouse ever wrote to it.`);
    expect(stderr).toContain('gatehouse sync --agent claude-code --on-edit replace');
    expect(await read(claude)).toBe(own);
    expect(await syncClaude('--yes')).toMatchObject({ code: 6 });
  });

  it('is replaced if that is said, and comes back', async () => {
    await put(claude, own);
    expect((await syncClaude('--on-edit', 'replace')).code).toBe(0);
    expect(await read(claude)).toContain(server.state.bundle.gateway.baseUrl);
    expect((await syncClaude()).stdout).toBe('Nothing changed.\n');
    await run(['uninstall']);
    expect(await read(claude)).toBe(own);
  });

  it('is kept if that is said, and is not asked about again', async () => {
    await put(claude, own);
    expect((await syncClaude('--on-edit', 'keep')).code).toBe(0);
    expect(JSON.parse(await read(claude)).env).toEqual({
      ANTHROPIC_BASE_URL: 'http://own',
      ANTHROPIC_AUTH_TOKEN: clientKey,
    });
    expect((await syncClaude()).stdout).toBe('Nothing changed.\n');
    fillBundles(server.state, 'new-model');
    expect((await syncClaude()).code).toBe(0);
    expect(await read(claude)).toContain('http://own');
  });

  it('is told after an edit behind our back, and in a dry run', async () => {
    await syncClaude();
    await put(claude, (await read(claude)).replace(clientKey, 'sk-test-of-their-own'));
    expect(await syncClaude()).toMatchObject({ code: 6, stderr: expect.stringContaining('changed by hand since') });
    const dry = await run(['diff', '--agent', 'claude-code']);
    expect(dry).toMatchObject({ code: 0, stderr: expect.stringContaining('changed by hand since') });
    expect(await read(claude)).toContain('sk-test-of-their-own');
  });
});

describe('where the key goes', () => {
  it('is a variable if it is set, or if that is said, and then no file is secret', async () => {
    await run(['sync', '--agent', 'kimi'], { GATEHOUSE_API_KEY: 'sk-test-set' });
    expect(await read('.kimi-code/config.toml')).toContain('api_key_env = "GATEHOUSE_API_KEY"');
    await run(['sync', '--agent', 'continue', '--key', 'environment']);
    expect(await read('.continue/config.yaml')).not.toContain(clientKey);
    await run(['sync', '--agent', 'kimi', '--key', 'inline']);
    expect(await read('.kimi-code/config.toml')).toContain(clientKey);
    // What was said last is remembered.
    await run(['sync', '--agent', 'codex']);
    expect(await read('.codex/gatehouse.config.toml')).toContain(clientKey);
  });

  it('never is a project’s folder', async () => {
    const { code, stderr } = await run(['sync', '--agent', 'claude-code', '--scope', 'project']);
    expect(code).toBe(0);
    expect(stderr).toContain('The key is not written into the project');
    expect(await read('.claude/settings.local.json')).not.toContain(clientKey);
    await expect(read(claude)).rejects.toThrow();
    expect(await run(['sync', '--agent', 'claude-code', '--scope', 'project', '--key', 'inline'])).toMatchObject({
      code: 2,
    });
    expect(await run(['sync', '--agent', 'kimi', '--scope', 'project'])).toMatchObject({
      code: 6,
      stderr: expect.stringContaining('has no configuration file in a project'),
    });
    expect(await run(['sync', '--agent', 'cline', '--scope', 'project'])).toMatchObject({
      code: 6,
      stderr: expect.stringContaining('never written into a project'),
    });
  });

  it('is created on first use with --yes, and only then', async () => {
    server.state.bundleFailure = { code: 'no_client_key', message: 'You have no client key.', details: {} };
    expect(await run(['sync', '--agent', 'kimi'])).toMatchObject({
      code: 6,
      stderr: expect.stringContaining('no client key'),
    });
    expect(server.state.clientKeys).toEqual([]);
    expect(await run(['sync', '--agent', 'kimi', '--yes'])).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('Created the client key'),
    });
    expect(server.state.clientKeys).toHaveLength(1);
    expect(await read('.kimi-code/config.toml')).toContain(clientKey);
  });
});

describe('without the server', () => {
  it('uses the last bundle and says so; only its owner can read it', async () => {
    await run(['sync', '--agent', 'kimi']);
    await put('.kimi-code/config.toml', '# empty again\n');
    const dead = { GATEHOUSE_URL: server.url };
    const state = server.state;
    await server.pause();
    const { code, stderr, stdout } = await run(['sync', '--agent', 'kimi'], dead);
    await server.resume();
    expect(state).toBe(server.state);
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('+ providers.gatehouse') });
    expect(stderr).toContain('Gatehouse cannot be reached: this is what it gave at ');
    expect(await read('.kimi-code/config.toml')).toContain(clientKey);
    expect(await modeOf('.local/state/gatehouse/bundles')).toBe(0o700);
  });

  it('believes the server where it answers, whatever it says', async () => {
    await run(['sync', '--agent', 'kimi']);
    await put('.kimi-code/config.toml', '');
    server.state.tokens.clear();
    expect(await run(['sync', '--agent', 'kimi'])).toMatchObject({ code: 3 });
    expect(await read('.kimi-code/config.toml')).toBe('');
  });
});

describe('undo and uninstall', () => {
  it('lists runs and goes back to one', async () => {
    await put('.gemini/.env', 'OWN=1\n');
    await run(['sync', '--agent', 'gemini-cli']);
    await run(['sync', '--agent', 'kimi']);
    fillBundles(server.state, 'new-model');
    await run(['sync', '--agent', 'kimi']);
    const { runs } = JSON.parse((await run(['undo', '--list', '--json'])).stdout);
    expect(runs).toHaveLength(3);
    expect((await run(['undo', '--to', runs[1].id])).code).toBe(0);
    await expect(read('.kimi-code/config.toml')).rejects.toThrow();
    expect(await read('.gemini/.env')).toContain(clientKey);
    expect(await run(['undo', '--to', 'nothing'])).toMatchObject({ code: 5 });
    expect((await run(['undo'])).stdout).toBe('Restored ~/.gemini/.env\n');
    expect((await run(['undo'])).stdout).toBe('Nothing to undo.\n');
  });

  it('takes one agent out and can be taken back itself', async () => {
    await put('.gemini/.env', 'OWN=1\n');
    await run(['sync', '--agent', 'gemini-cli,kimi']);
    const synced = await read('.gemini/.env');
    expect((await run(['uninstall', '--agent', 'gemini-cli'])).stdout).toBe('Restored ~/.gemini/.env\n');
    expect(await read('.gemini/.env')).toBe('OWN=1\n');
    expect(await read('.kimi-code/config.toml')).toContain(clientKey);
    expect((await run(['undo'])).stdout).toBe('Restored ~/.gemini/.env\n');
    expect(await read('.gemini/.env')).toBe(synced);
    expect(JSON.parse((await run(['uninstall', '--json'])).stdout).files).toHaveLength(2);
    expect(await read('.gemini/.env')).toBe('OWN=1\n');
    expect((await run(['uninstall'])).stdout).toBe('Nothing of ours was there.\n');
  });
});

describe('--profile', () => {
  it('keeps what one knows from the other', async () => {
    await run(['sync', '--agent', 'kimi', '--profile', 'work']);
    expect((await run(['undo', '--list'])).stderr).toContain('Nothing to undo.');
    expect((await run(['undo', '--list', '--profile', 'work'])).stdout).toContain('.kimi-code');
    expect(await run(['undo'], { GATEHOUSE_PROFILE: '../x' })).toMatchObject({ code: 2 });
    expect(await run(['undo'], { GATEHOUSE_PROFILE: 'work' })).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Removed'),
    });
  });
});
