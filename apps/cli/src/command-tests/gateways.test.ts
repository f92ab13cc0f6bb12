import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Command, createCommand } from '../testing/command.ts';
import { snapshot, strangers } from '../testing/stub-gateways.ts';
import { type StubServer, startStubServer } from '../testing/stub-server.ts';
import { gateway } from '../testing/stub-state.ts';

let command: Command;
let server: StubServer;

beforeAll(async () => {
  [command, server] = await Promise.all([createCommand(), startStubServer()]);
});
afterAll(async () => {
  await Promise.all([command?.remove(), server?.close()]);
});
beforeEach(() => server.reset());

const run = (args: string[], env: Record<string, string> = {}) =>
  command.run(['gateways', ...args], {
    env: { GATEHOUSE_URL: server.url, GATEHOUSE_TOKEN: 'ghc_test-token-of-the-person', ...env },
  });
const json = async (args: string[], env?: Record<string, string>) => {
  const { code, stdout } = await run([...args, '--json'], env);
  return { code, value: JSON.parse(stdout) };
};
const received = () => server.state.received.map(({ path, input }) => [path, input]);
const id = gateway.id;
const [first, ignored] = strangers.map(({ resource, key }) => ({ resource, key }));

describe('gateways', () => {
  it('plan shows changes, what is held and what is unmanaged, and changes nothing', async () => {
    const { code, stdout, stderr } = await run(['plan']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/\+ add .*claude · Mine .*sk-t…3003 .*Ada/);
    expect(stdout).toMatch(/~ change .*gemini · Bob’s .*prefix/);
    expect(stdout).toMatch(/codex · Held .*keeps changing/);
    expect(stderr).toContain('2 to change, 7 as they should be, 2 unmanaged (and 1 ignored)');
    expect(received()).toEqual([]);
    expect(await json(['plan'])).toMatchObject({ code: 0, value: { plan: { gatewayId: id, problem: null } } });
  });

  it('apply says how everything stands; what is held is exit code 6', async () => {
    expect(await run(['apply'])).toMatchObject({ code: 6, stdout: '8 applied, 1 waiting, 1 held\n' });
    expect(received()).toEqual([['gateways.applyPlan', { id }]]);
  });

  it('events and unmanaged are lists', async () => {
    expect((await run(['events', '--limit', '5'])).stdout).toMatch(/missing .*claude · Mine .*repaired/);
    expect((await run(['unmanaged'])).stdout).toMatch(/AAAAAAAAAA .*claude key/);
    expect(await json(['unmanaged'])).toMatchObject({ value: { entries: strangers } });
  });

  it('adopt takes the beginning of an id, or all that can be adopted', async () => {
    expect(await run(['adopt', 'AAAA', '--name', 'Mine'])).toMatchObject({ code: 0, stdout: 'Adopted claude key\n' });
    expect(await json(['adopt', '--all'])).toMatchObject({ code: 0, value: { adopted: [first] } });
    expect(received()).toEqual([
      ['gateways.adopt', { id, entries: [{ ...first, name: 'Mine' }] }],
      ['gateways.adopt', { id, entries: [first] }],
    ]);
    expect(await run(['adopt', 'AAAA', '--name', 'Taken'])).toMatchObject({
      code: 6,
      stderr: expect.stringContaining('Somebody has it already.'),
    });
    expect(await run(['adopt', 'CCCC'])).toMatchObject({ code: 5 });
    expect(await run(['adopt'])).toMatchObject({ code: 2, stderr: expect.stringContaining('--all') });
  });

  it('ignore and ignore --undo', async () => {
    expect(await run(['ignore', 'AAAA'])).toMatchObject({ code: 0, stdout: 'Ignored: 1\n' });
    expect(await run(['ignore', '--undo', '--all'])).toMatchObject({ code: 0, stdout: 'Shown again: 1\n' });
    expect(received()).toEqual([
      ['gateways.ignore', { id, entries: [first] }],
      ['gateways.unignore', { id, entries: [ignored] }],
    ]);
  });

  it('undo lists snapshots and goes back to the one that is named', async () => {
    expect((await run(['undo'])).stdout).toContain(snapshot.id);
    expect(received()).toEqual([]);
    expect(await run(['undo', '--to', snapshot.id])).toMatchObject({
      code: 0,
      stdout: 'Unmanaged provider-keys: 2, as then\n',
    });
    expect(received()).toEqual([['gateways.undo', { id, snapshotId: snapshot.id }]]);
  });

  it('rebuild takes a new address and its key from a variable', async () => {
    const args = ['rebuild', '--base-url', 'https://new.example', '--key-env', 'NEW_KEY'];
    const { code, stdout, stderr } = await run(args, { NEW_KEY: 'mgmt-test-canary' });
    expect({ code, stdout }).toEqual({ code: 0, stdout: '9 of 9 entries are confirmed.\n' });
    expect(stdout + stderr).not.toContain('canary');
    expect(received()).toEqual([
      ['gateways.rebuild', { id, baseUrl: 'https://new.example', managementKey: 'mgmt-test-canary' }],
    ]);
  });

  it('move names both ends', async () => {
    expect(await run(['move', '--to', gateway.name])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('4 gone here'),
    });
    expect(await run(['move'])).toMatchObject({ code: 2 });
    expect(await run(['plan', '--gateway', 'Nowhere'])).toMatchObject({ code: 5 });
  });
});
