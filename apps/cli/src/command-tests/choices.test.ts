import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Command, createCommand, type RunOptions } from '../testing/command.ts';
import { type StubServer, startStubServer } from '../testing/stub-server.ts';

const other = '01900000-0000-7000-8000-000000000777';
let command: Command;
let server: StubServer;
let folder: string;

beforeAll(async () => {
  [command, server, folder] = await Promise.all([
    createCommand(),
    startStubServer(),
    mkdtemp(join(tmpdir(), 'gatehouse-choices-test-')),
  ]);
});
afterAll(async () => {
  await Promise.all([command?.remove(), server?.close(), folder && rm(folder, { recursive: true })]);
});
beforeEach(() => server.reset());

const run = (args: string[], options: RunOptions = {}) =>
  command.run(args, {
    ...options,
    env: { GATEHOUSE_URL: server.url, GATEHOUSE_TOKEN: 'ghc_test-token-of-the-person', ...options.env },
  });
const chosen = () => server.state.choices.view.choices;
const received = (path: string) =>
  server.state.received.filter((each) => each.path === path).map(({ input }) => input as Record<string, unknown>);

describe('gatehouse choices', () => {
  it('sets, shows and clears', async () => {
    const steps = [
      await run(['choices', 'set', 'default-model', 'glm-4.6']),
      await run(['choices', 'set', 'preset', 'coding']),
      await run(['choices', 'agent', 'oracle', 'gpt-5', 'glm-4.6', '--variant', 'high']),
      await run(['choices', 'category', 'quick', 'gpt-5-mini']),
      await run(['choices', 'clear', 'preset']),
    ];
    expect(steps.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0]);
    expect(chosen()).toMatchObject({
      defaultModel: 'glm-4.6',
      agents: { oracle: { models: ['gpt-5', 'glm-4.6'], variant: 'high' } },
      categories: { quick: { models: ['gpt-5-mini'] } },
    });
    expect(chosen()).not.toHaveProperty('preset');
    const shown = await run(['choices', 'show']);
    expect(shown.stdout.split('\n')).toEqual([
      'default model: glm-4.6',
      'agent oracle: gpt-5, glm-4.6 (high)',
      'category quick: gpt-5-mini',
      '',
    ]);
    expect(JSON.parse((await run(['choices', 'show', '--json'])).stdout)).toMatchObject({ version: 5, problems: [] });
    await run(['choices', 'agent', 'oracle']);
    expect(chosen().agents).toEqual({});
  });

  it('excludes and takes back', async () => {
    await run(['choices', 'exclude', 'gpt-*', 'claude-*']);
    await run(['choices', 'include', 'gpt-*', 'glm-*']);
    expect(chosen().exclusions).toEqual(['claude-*', '!glm-*']);
    await run(['choices', 'exclude', 'glm-*']);
    expect(chosen().exclusions).toEqual(['claude-*', 'glm-*']);
  });

  it('takes the whole document from a file or the input, and tells what does not fit', async () => {
    const path = join(folder, 'choices.json');
    await writeFile(path, JSON.stringify({ smallModel: 'gpt-5-mini' }));
    expect(await run(['choices', 'edit', '--file', path])).toMatchObject({ code: 0 });
    expect(chosen()).toMatchObject({ smallModel: 'gpt-5-mini' });
    expect(await run(['choices', 'edit', '--file', '-'], { input: '{"plugins":["one@latest"]}' })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('plugins.0: Pin a version'),
    });
    expect(await run(['choices', 'edit', '--file', '-'], { input: '{' })).toMatchObject({ code: 2 });
    expect(await run(['choices', 'edit', '--file', `${path}.not`])).toMatchObject({ code: 5 });
    expect(await run(['choices', 'edit'])).toMatchObject({ code: 2, stderr: expect.stringContaining('--file') });
  });

  it('says it when somebody was faster', async () => {
    server.state.choices.isRaced = true;
    expect(await run(['choices', 'set', 'default-model', 'gpt-5'])).toMatchObject({
      code: 6,
      stderr: expect.stringContaining('Somebody has changed this'),
    });
    expect(chosen()).not.toHaveProperty('defaultModel');
  });
});

describe('gatehouse share', () => {
  it('lists, shows and compares', async () => {
    const list = await run(['share', 'list']);
    expect(list.stdout).toMatch(/Backend team\s+ABCD-2345\s+2 \(not up to date\)\s+3/);
    expect(list.stdout).toMatch(/Frontend team\s+Bob\s+2 \(latest\)\s+in use, 1 waiting/);
    expect(JSON.parse((await run(['share', 'list', '--json'])).stdout)).toMatchObject({
      shares: [{ code: 'ABCD-2345' }],
      subscriptions: [{ version: 2 }],
    });
    expect((await run(['share', 'show', 'abcd 2345'])).stdout).toContain('+ defaultModel: glm-4.6');
    expect((await run(['share', 'show', 'Frontend team'])).stderr).toContain('github: waiting for consent');
    expect((await run(['share', 'diff', '1', '2', '--share', 'Frontend team'])).stdout).toBe(
      '- defaultModel: gpt-5\n+ defaultModel: glm-4.6\n',
    );
    expect(await run(['share', 'diff'])).toMatchObject({ code: 2, stderr: expect.stringContaining('several') });
    expect(await run(['share', 'show', 'nothing'])).toMatchObject({ code: 5 });
  });

  it('publishes, goes back and ends', async () => {
    expect(await run(['share', 'publish'])).toMatchObject({ code: 0, stdout: 'ABCD-2345\n' });
    await run(['share', 'publish', '--name', 'Another']);
    expect(received('sharing.publish')).toEqual([
      { id: server.state.choices.shares[0]?.id, choicesVersion: 0 },
      { name: 'Another', choicesVersion: 0 },
    ]);
    expect((await run(['share', 'rollback', '1'])).stdout).toContain('Version 3');
    expect(await run(['share', 'unpublish', 'Backend team'])).toMatchObject({ code: 0 });
    server.state.choices.refusals = ['mcpServers.github passes a secret in its command.'];
    expect(await run(['share', 'publish'])).toMatchObject({
      code: 6,
      stderr: expect.stringContaining('passes a secret'),
    });
    server.state.choices.shares = [];
    expect(await run(['share', 'publish'])).toMatchObject({ code: 2, stderr: expect.stringContaining('--name') });
  });

  it('follows with consent, fills values in from the environment, pins, pauses and stops', async () => {
    const value = 'test-canary-of-a-value';
    const steps = [
      await run(['share', 'subscribe', 'ABCD-2345', '--consent', 'github']),
      await run(['share', 'consent', 'github']),
      await run(['share', 'fill', 'github', '--value-env', 'API_TOKEN=MINE'], { env: { MINE: value } }),
      await run(['share', 'pin', '1']),
      await run(['share', 'pin', 'latest']),
      await run(['share', 'pause']),
      await run(['share', 'resume', 'Frontend team']),
      await run(['share', 'unsubscribe']),
    ];
    expect(steps.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    const [followed] = server.state.choices.subscriptions;
    if (followed) server.state.choices.subscriptions.push({ ...followed, id: other, name: 'Other', isPaused: true });
    expect(await run(['share', 'consent'])).toMatchObject({ code: 0 });
    expect(await run(['share', 'unsubscribe'])).toMatchObject({ code: 2, stderr: expect.stringContaining('several') });
    expect(received('sharing.subscribe')).toEqual([{ code: 'ABCD-2345', consents: ['a'.repeat(64)] }]);
    expect(received('sharing.fillIn')).toMatchObject([{ server: 'github', values: { API_TOKEN: value } }]);
    expect(received('sharing.pin').map(({ version }) => version)).toEqual([1, null]);
    expect(steps[1]?.stderr).toContain('gatehouse share fill github --value-env API_TOKEN=<variable>');
    expect(JSON.stringify(steps)).not.toContain(value);
    expect(await run(['share', 'subscribe', 'nonsense'])).toMatchObject({ code: 2 });
    expect(await run(['share', 'consent', 'other'])).toMatchObject({ code: 5 });
    expect(await run(['share', 'fill', 'github', '--value-env', 'API_TOKEN=NOT_SET'])).toMatchObject({ code: 2 });
  });
});
