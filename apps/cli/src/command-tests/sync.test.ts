import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Command, createCommand } from '../testing/command.ts';
import { type StubServer, startStubServer } from '../testing/stub-server.ts';
import { bundleOf } from '../testing/stub-state.ts';

let command: Command;
let server: StubServer;
const apiKey = 'sk-test-canary-of-the-client-0001';

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

const run = (name: string, ...args: string[]) =>
  command.run([name, ...(name === 'sync' ? ['--agent', 'opencode'] : []), ...args], {
    env: { GATEHOUSE_URL: server.url, GATEHOUSE_TOKEN: 'ghc_test-token-of-the-person' },
  });
const inHome = (path: string) => join(command.home, path);
const json = '.config/opencode/opencode.json';
const jsonc = '.config/opencode/opencode.jsonc';
const read = (path: string) => readFile(inHome(path), 'utf8');
async function put(path: string, text: string, mode = 0o644) {
  await mkdir(dirname(inHome(path)), { recursive: true });
  await writeFile(inHome(path), text);
  await chmod(inHome(path), mode);
}

describe('sync in an empty home folder', () => {
  it('writes the bundle for the owner only; a second run changes nothing and costs a 304', async () => {
    const first = await run('sync');
    expect(first).toMatchObject({ code: 0 });
    expect(first.stdout).toBe(`Created ~/${json}\n  + $schema\n  + model\n  + provider.gatehouse\n`);
    expect(await read(json)).toBe(server.state.bundle.files[0]?.content);
    expect((await stat(inHome(json))).mode & 0o777).toBe(0o600);
    expect(await run('sync')).toEqual({ code: 0, stdout: 'Nothing changed.\n', stderr: '' });
    expect(server.state.bundleAnswers).toEqual([200, 304]);
    expect(await readdir(dirname(inHome(json)))).toEqual(['opencode.json']);
  });

  it('only shows the difference with --dry-run, without the key', async () => {
    const { code, stdout, stderr } = await run('sync', '--dry-run');
    expect(code).toBe(0);
    expect(stdout).toContain(`--- /dev/null\n+++ ~/${json}\n@@`);
    expect(stdout).toContain('+        "apiKey": "••••0001"');
    expect(stdout + stderr).not.toContain(apiKey);
    await expect(stat(inHome('.config'))).rejects.toThrow();
    await expect(stat(inHome('.local'))).rejects.toThrow();
  });

  it('keeps no key in its own state', async () => {
    await run('sync');
    expect(await read('.local/state/gatehouse/written.json')).not.toContain(apiKey);
  });
});

describe('sync into what is there', () => {
  const mine =
    '// mine\r\n{\r\n\t"theme": "dark", // yes\r\n\t"provider": { "own": { "options": { "apiKey": "sk-test-mine" } } },\r\n}\r\n';

  it('edits the file that counts, keeps all of the rest, and takes others’ access away', async () => {
    await put(jsonc, mine);
    await put(json, '{"$schema":"x"}');
    const { code, stdout } = await run('sync');
    expect(code).toBe(0);
    expect(stdout).toContain(`Updated ~/${jsonc}`);
    expect(stdout).toContain('permissions are now 0600');
    const text = await read(jsonc);
    for (const line of mine.split('\r\n').slice(0, 3)) expect(text).toContain(line);
    expect(text.replaceAll('\r\n', '')).not.toContain('\n');
    expect((await stat(inHome(jsonc))).mode & 0o777).toBe(0o600);
    expect(await read(json)).toBe('{"$schema":"x"}');
    expect((await run('sync')).stdout).toBe('Nothing changed.\n');
  });

  it('follows new models and says which', async () => {
    await run('sync');
    server.state.bundle = bundleOf(['glm-4.6', 'gpt-5.1-codex'], apiKey);
    const { stdout } = await run('sync');
    expect(stdout).toContain('  ~ provider.gatehouse\n');
    expect(stdout).toContain('      - models.claude-sonnet-4-5\n');
    expect(stdout).toContain('      + models.gpt-5.1-codex\n');
    expect(stdout).not.toContain('glm-4.6');
  });

  it('replaces its own suggestion once it names a model that is gone, never the person’s choice', async () => {
    await run('sync');
    server.state.bundle = bundleOf(['new-1', 'claude-sonnet-4-5'], apiKey);
    expect((await run('sync')).stdout).toContain('  ~ model\n');
    expect(await read(json)).toContain('"model": "gatehouse/new-1"');
    server.state.bundle = bundleOf(['new-2', 'new-1'], apiKey);
    expect((await run('sync')).stdout).not.toContain('  ~ model\n');
    await put(json, (await read(json)).replace('"model": "gatehouse/new-1"', '"model": "gatehouse/new-2"'), 0o600);
    server.state.bundle = bundleOf(['new-3'], apiKey);
    const { stdout, stderr } = await run('sync');
    expect(stdout).not.toContain('  ~ model\n');
    expect(stderr).toContain(`“model” in ~/${json} is gatehouse/new-2, which is not offered any more.`);
  });

  it('repairs its part although the revision is the same', async () => {
    await run('sync');
    await put(json, (await read(json)).replace('"GLM', '"glm').replace(apiKey, 'edited'), 0o600);
    const { stdout } = await run('sync');
    expect(stdout).toContain('      ~ options.apiKey\n');
    expect(await read(json)).toContain(apiKey);
    expect(server.state.bundleAnswers).toEqual([200, 200]);
  });

  it('moves on when a file appears that overrides ours, and leaves nothing of ours behind', async () => {
    await run('sync');
    await put(jsonc, '{ "provider": { "gatehouse": { "models": {} } } }');
    const { stdout } = await run('sync');
    expect(stdout).toContain(`Updated ~/${jsonc}`);
    expect(stdout).toContain(`Updated ~/${json}\n  - provider.gatehouse\n`);
    expect(await read(json)).not.toContain('gatehouse":');
    expect(await read(jsonc)).toContain(apiKey);
    expect((await run('sync')).stdout).toBe('Nothing changed.\n');
  });

  it('writes to where a link points', async () => {
    await put('dotfiles/opencode.json', '{}');
    await mkdir(inHome('.config/opencode'), { recursive: true });
    await symlink(inHome('dotfiles/opencode.json'), inHome(json));
    expect((await run('sync')).stdout).toContain('Updated ~/dotfiles/opencode.json');
    expect(await read('dotfiles/opencode.json')).toContain(apiKey);
    expect((await run('sync')).stdout).toBe('Nothing changed.\n');
  });

  it.each([
    ['that cannot be parsed', '{\n  "a": 1\n  "b": 2\n}', 0o644, /opencode\.json:3:3: expected a comma/],
    ['that is read-only', '{}', 0o444, /is read-only/],
    ['that is not text', '\u0000', 0o644, /opencode\.json:1:1/],
  ])('refuses a file %s and leaves it alone', async (_name, text, mode, message) => {
    await put(json, text, mode);
    const { code, stderr } = await run('sync');
    expect(code).toBe(6);
    expect(stderr).toMatch(message);
    expect(await read(json)).toBe(text);
    expect(await readdir(dirname(inHome(json)))).toEqual(['opencode.json']);
  });

  it('refuses a link to nowhere and UTF-16', async () => {
    await mkdir(inHome('.config/opencode'), { recursive: true });
    await symlink(inHome('nowhere'), inHome(json));
    expect(await run('sync')).toMatchObject({ code: 6, stderr: expect.stringContaining('does not exist') });
    await writeFile(inHome(jsonc), Buffer.from('{}', 'utf16le').fill(0xff, 0, 1));
    expect(await run('sync')).toMatchObject({ code: 6, stderr: expect.stringContaining('not UTF-8') });
  });

  it('refuses a bundle that names another file', async () => {
    const [file] = server.state.bundle.files;
    server.state.bundle.files = [{ ...(file ?? expect.fail()), path: '../.bashrc' }];
    expect(await run('sync')).toMatchObject({ code: 6, stderr: expect.stringContaining('cannot write') });
    expect(await readdir(command.home)).toEqual([]);
  });
});

describe('undo', () => {
  it('gives the bytes and permissions back, one sync after the other', async () => {
    const before = '{ "theme": "dark" } // mine';
    await put(json, before, 0o640);
    await run('sync');
    server.state.bundle = bundleOf(['other'], apiKey);
    await run('sync');
    expect((await run('undo')).stdout).toBe(`Restored ~/${json}\n`);
    expect(await read(json)).toContain('glm-4.6');
    expect((await run('undo')).stdout).toBe(`Restored ~/${json}\n`);
    expect(await read(json)).toBe(before);
    expect((await stat(inHome(json))).mode & 0o777).toBe(0o640);
    expect((await run('undo')).stdout).toBe('Nothing to undo.\n');
    expect(await readdir(inHome('.local/state/gatehouse/backups'))).toEqual([]);
  });

  it('removes a file that was not there before, and a sync brings it back', async () => {
    await run('sync');
    expect((await run('undo')).stdout).toBe(`Removed ~/${json} (there was none before)\n`);
    await expect(stat(inHome(json))).rejects.toThrow();
    expect((await run('sync')).stdout).toContain('Created');
  });

  it('leaves a file alone that was changed since', async () => {
    await put(json, '{}');
    await run('sync');
    const edited = `${await read(json)}\n// mine now\n`;
    await put(json, edited, 0o600);
    expect(await run('undo')).toMatchObject({ code: 6, stderr: expect.stringContaining('was changed since') });
    expect(await read(json)).toBe(edited);
  });
});

describe('sync --json', () => {
  it('has one shape for what changes, what would, and what does not', async () => {
    const dry = JSON.parse((await run('sync', '--json', '--dry-run')).stdout);
    const done = JSON.parse((await run('sync', '--json')).stdout);
    const again = JSON.parse((await run('sync', '--json')).stdout);
    const { revision } = server.state.bundle;
    const head = {
      agent: 'opencode',
      isChanged: true,
      isOffline: false,
      error: null,
      revision,
      modelCount: 2,
      isStale: false,
      gateway: { name: 'Main' },
    };
    const change = { path: ['provider', 'gatehouse'], kind: 'added' };
    const file = { path: inHome(json), action: 'created', isModeChanged: false };
    const changes = expect.arrayContaining([expect.objectContaining(change)]);
    const withDiff = { ...file, changes, diff: expect.any(String) };
    expect(dry).toMatchObject({ isDryRun: true, run: null, agents: [{ ...head, files: [withDiff] }] });
    expect(done).toMatchObject({
      isDryRun: false,
      run: expect.any(String),
      agents: [{ ...head, files: [{ ...file, changes }] }],
    });
    const unchanged = {
      agent: 'opencode',
      isChanged: false,
      revision,
      isOffline: false,
      notes: [],
      files: [],
      error: null,
    };
    expect(again).toEqual({ isDryRun: false, run: null, agents: [unchanged], warnings: [] });
    expect(JSON.stringify([dry, done, again])).not.toContain(apiKey);
  });
});
