import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Command, createCommand } from '../testing/command.ts';
import { keys, noTerminalReason, runOnTerminal } from '../testing/pseudo-terminal.ts';
import { clientKey, fillBundles } from '../testing/stub-bundles.ts';
import { type StubServer, startStubServer } from '../testing/stub-server.ts';
import { bundleOf } from '../testing/stub-state.ts';

// The questions of the command, answered with keys on a real terminal.

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

const claude = '.claude/settings.json';
const token = 'ghc_test-token-of-the-person';
const inHome = (path: string) => join(command.home, path);
const read = (path: string) => readFile(inHome(path), 'utf8');
async function put(path: string, text: string) {
  await mkdir(dirname(inHome(path)), { recursive: true });
  await writeFile(inHome(path), text);
}
const identity = () => ({ GATEHOUSE_URL: server.url, GATEHOUSE_TOKEN: token });
const quietly = (...args: string[]) => command.run(args, { env: identity() });
const play = (args: string[], env: Record<string, string> = identity()) =>
  runOnTerminal([process.execPath, command.outfile, ...args], {
    cwd: command.home,
    env: { HOME: command.home, ...env },
  });
type Played = ReturnType<typeof play>;

/** Ctrl-C: it says that it stopped, with the exit code that shells expect, and leaves the terminal as it was. */
async function stop(playing: Played, said: string) {
  playing.press(keys.interrupt);
  const { code, text, isCursorShown } = await playing.ended;
  expect({ code, isCursorShown }).toEqual({ code: 130, isCursorShown: true });
  expect(text).toContain(said);
}
const filesInHome = async () =>
  (await readdir(command.home, { recursive: true, withFileTypes: true })).flatMap((each) =>
    each.isFile() ? [each.name] : [],
  );

describe.skipIf(noTerminalReason)(`prompts${noTerminalReason ? ` (${noTerminalReason})` : ''}`, () => {
  it('login shows the code and the address, and stops', async () => {
    server.state.polls = [{ status: 'pending', intervalSeconds: 1 }];
    const playing = play(['login', '--url', server.url], {});
    expect(await playing.see('Ctrl-C stops')).toContain(`Confirm the code ${server.state.userCode} at:`);
    expect(playing.bytes()).toContain(server.state.verificationUrl);
    await stop(playing, 'Stopped. You are not signed in.');
    expect(await filesInHome()).toEqual([]);
  });

  it('sync asks which agents to manage, with those marked that are here', async () => {
    await mkdir(inHome('.claude'));
    const playing = play(['sync']);
    const shown = await playing.see('Enter: confirm');
    expect(shown).toMatch(/◼ Claude Code \(found here\)/);
    expect(shown).toMatch(/◻ Codex\n/);
    // Down to Codex; Claude Code stays.
    playing.press(keys.down, keys.down, keys.down, keys.space, keys.enter);
    expect(await playing.see('Write this?')).toContain('+++ ~/.codex/gatehouse.config.toml');
    expect(playing.bytes()).not.toContain(clientKey);
    playing.press(keys.enter);
    expect(await playing.ended).toMatchObject({ code: 0, isCursorShown: true });
    expect(await read(claude)).toContain(clientKey);
    expect(JSON.parse(await read('.config/gatehouse/preferences.json')).agents).toEqual(['codex', 'claude-code']);
    // Remembered: the next one has nothing to ask.
    expect(await play(['sync']).ended).toMatchObject({ code: 0, text: expect.stringMatching(/^Nothing changed\.\n/) });
  });

  it('sync stopped at the list, or with nothing chosen, writes and remembers nothing', async () => {
    await mkdir(inHome('.claude'));
    const stopped = play(['sync']);
    await stopped.see('Enter: confirm');
    await stop(stopped, 'Stopped. Nothing was changed.');
    await command.emptyHome();
    const empty = play(['sync']);
    await empty.see('Enter: confirm');
    empty.press(keys.enter);
    expect(await empty.ended).toMatchObject({ code: 130, text: expect.stringContaining('Nothing was chosen.') });
    expect(await filesInHome()).toEqual([]);
  });

  it('sync shows first how much a long difference is, and writes nothing when it is stopped or refused', async () => {
    const models = Array.from({ length: 40 }, (_, index) => `model-${index}`);
    server.state.bundle = bundleOf(models, clientKey);
    const json = '.config/opencode/opencode.json';
    const asked = play(['sync', '--agent', 'opencode']);
    expect(await asked.see('Write this file?')).toMatch(/~\/.config\/opencode\/opencode\.json \(new, \d+ lines\)/);
    await asked.see('Enter: confirm');
    asked.press(keys.down, keys.enter);
    expect(await asked.see('Write this?')).toContain('model-39');
    await stop(asked, 'Stopped. Nothing was written.');
    const refused = play(['sync', '--agent', 'opencode']);
    await refused.see('Enter: confirm');
    refused.press(keys.down, keys.down, keys.enter);
    expect(await refused.ended).toMatchObject({ code: 130, text: expect.stringContaining('Nothing was written.') });
    expect(await filesInHome()).toEqual([]);
    const agreed = play(['sync', '--agent', 'opencode']);
    await agreed.see('Enter: confirm');
    agreed.press(keys.enter);
    expect(await agreed.ended).toMatchObject({ code: 0 });
    expect(await read(json)).toContain('model-39');
  });

  it('sync asks for a first client key, and makes none that nobody wants', async () => {
    server.state.bundleFailure = { code: 'no_client_key', message: 'You have no client key.', details: {} };
    const stopped = play(['sync', '--agent', 'kimi']);
    await stopped.see('Create one called');
    await stop(stopped, 'Stopped. Nothing was changed.');
    const refused = play(['sync', '--agent', 'kimi']);
    await refused.see('Create one called');
    refused.press(keys.left, keys.enter);
    expect(await refused.ended).toMatchObject({ code: 6, text: expect.stringContaining('You have no client key.') });
    expect(server.state.received).toEqual([]);
    expect(await filesInHome()).toEqual([]);
  });

  describe('about a part that was edited by hand', () => {
    const edited = 'http://127.0.0.1:1';
    beforeEach(async () => {
      await put(claude, '{ "theme": "dark" }');
      await quietly('sync', '--agent', 'claude-code');
      await put(claude, (await read(claude)).replace('http://127.0.0.1:8317', edited));
    });
    const ask = async () => {
      const playing = play(['sync', '--agent', 'claude-code']);
      expect(await playing.see('Enter: confirm')).toContain('was changed by hand since the last sync');
      return playing;
    };

    it('keeps mine', async () => {
      const playing = await ask();
      playing.press(keys.enter);
      expect(await playing.ended).toMatchObject({ code: 0, isCursorShown: true });
      expect(await read(claude)).toContain(edited);
      // And does not ask again.
      expect(await play(['sync', '--agent', 'claude-code']).ended).toMatchObject({ code: 0 });
    });

    it('shows both, then takes theirs', async () => {
      const playing = await ask();
      playing.press(keys.down, keys.down, keys.enter);
      expect(await playing.see('Gatehouse’s:\n')).toContain(`"ANTHROPIC_BASE_URL": "${edited}"`);
      expect(await playing.see('Enter: confirm')).toContain('"ANTHROPIC_BASE_URL": "http://127.0.0.1:8317"');
      playing.press(keys.down, keys.enter);
      await playing.see('Write this?');
      playing.press(keys.enter);
      expect(await playing.ended).toMatchObject({ code: 0 });
      expect(await read(claude)).not.toContain(edited);
    });

    it('stops', async () => {
      const before = await read(claude);
      await stop(await ask(), 'Stopped. Nothing was changed.');
      expect(await read(claude)).toBe(before);
    });
  });

  it('undo and uninstall say what they would take back, and ask', async () => {
    await put(claude, '{ "theme": "dark" }');
    await quietly('sync', '--agent', 'claude-code');
    const synced = await read(claude);
    for (const [args, said] of [
      [['undo'], /The sync of \S+ changed ~\/\.claude\/settings\.json\./],
      [['uninstall'], /out of ~\/\.claude\/settings\.json\?/],
    ] as const) {
      const stopped = play([...args]);
      expect(await stopped.see('Yes / ○ No')).toMatch(said);
      await stop(stopped, 'Stopped. Nothing was changed.');
      expect(await read(claude)).toBe(synced);
    }
    const agreed = play(['undo']);
    await agreed.see('Take it back?');
    agreed.press(keys.enter);
    expect(await agreed.ended).toMatchObject({ code: 0, isCursorShown: true });
    expect(await read(claude)).toBe('{ "theme": "dark" }');
    expect(await play(['undo']).ended).toMatchObject({ code: 0, text: 'Nothing to undo.\n' });
    await quietly('sync', '--agent', 'claude-code');
    expect(await play(['undo', '--yes']).ended).toMatchObject({ code: 0 });
    expect(await read(claude)).toBe('{ "theme": "dark" }');
  });

  it('a key is typed unseen, and not sent when it is stopped', async () => {
    const adding = ['providers', 'add', 'claude', '--name', 'Mine'];
    const stopped = play(adding);
    await stopped.see(/Key|key/);
    stopped.press('sk-test-typed');
    await stop(stopped, 'Stopped. Nothing was changed.');
    const typed = play(adding);
    await typed.see(/Key|key/);
    typed.press('sk-test-typed', keys.enter);
    expect(await typed.ended).toMatchObject({ code: 0, isCursorShown: true });
    expect(stopped.bytes() + typed.bytes()).not.toContain('sk-test-typed');
    expect(server.state.received).toHaveLength(1);
  });
});
