import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Command, createCommand } from '../testing/command.ts';
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

const run = (...args: string[]) =>
  command.run(['gateways', 'settings', ...args], {
    env: { GATEHOUSE_URL: server.url, GATEHOUSE_TOKEN: 'ghc_test-token-of-the-person' },
  });

describe('gateways settings', () => {
  it('shows what is, what would be better and why, and what is kept by channel', async () => {
    for (const args of [[], ['list']]) {
      const { code, stdout, stderr } = await run(...args);
      expect(code).toBe(0);
      expect(stdout).toMatch(/usage-statistics +off +on +suggested/);
      expect(stdout).toMatch(/usage-retention +60 s +3600 s/);
      expect(stderr).toContain('Without them nobody can see who used what.');
      expect(stderr).toContain('Channel claude: 1 excluded models of Gatehouse, 2 of others');
    }
    expect(server.state.received).toEqual([]);
  });

  it('accepts and dismisses by name, and refuses another name without a request', async () => {
    expect((await run('accept', 'usage-statistics')).stdout).toMatch(/usage-statistics .*accepted, being applied/);
    const { stdout } = await run('dismiss', 'usage-retention', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ settings: [{}, { state: 'dismissed' }] });
    expect(server.state.received.map(({ path, input }) => [path, input])).toEqual([
      ['gatewaySettings.accept', { gatewayId: gateway.id, name: 'usage-statistics' }],
      ['gatewaySettings.dismiss', { gatewayId: gateway.id, name: 'usage-retention' }],
    ]);
    expect(await run('accept', 'debug')).toMatchObject({ code: 2, stderr: expect.stringContaining('usage-retention') });
  });
});

describe('gateways settings, by channel', () => {
  const sent = () => server.state.received.map(({ path, input }) => [path, input]);

  it('shows whose each entry is', async () => {
    const { code, stdout } = await run('channels');
    expect(code).toBe(0);
    expect(stdout).toMatch(/claude +excluded +a-\* +Gatehouse +applied/);
    expect(stdout).toMatch(/claude +excluded +b +others/);
    expect(JSON.parse((await run('channels', '--json')).stdout)).toMatchObject({ channels: [{ channel: 'claude' }] });
    expect(sent()).toEqual([]);
  });

  it('adds to what is kept and takes from it, and never names what others keep', async () => {
    const place = { gatewayId: gateway.id, map: 'excluded-models', channel: 'claude', version: 1 };
    expect((await run('exclude', 'Claude', 'NEW-*', 'a-*')).stdout).toMatch(
      /claude +excluded +new-\* +Gatehouse +pending/,
    );
    expect((await run('include', 'claude', 'A-*')).code).toBe(0);
    expect(sent()).toEqual([
      ['gatewaySettings.setChannel', { ...place, patterns: ['a-*', 'NEW-*'] }],
      ['gatewaySettings.setChannel', { ...place, patterns: [] }],
    ]);
    expect(await run('include', 'claude', 'b')).toMatchObject({
      code: 5,
      stderr: expect.stringContaining('does not keep “b”'),
    });
    expect(sent()).toHaveLength(2);
  });

  it('gives models other names and takes them away again', async () => {
    const place = { gatewayId: gateway.id, map: 'model-aliases', channel: 'codex', version: 0 };
    const { stdout } = await run('alias', 'codex', 'gpt-5=fast', '--fork');
    expect(stdout).toMatch(/codex +alias +gpt-5=fast +Gatehouse +pending/);
    expect(sent()).toEqual([
      ['gatewaySettings.setChannel', { ...place, aliases: [{ name: 'gpt-5', alias: 'fast', isFork: true }] }],
    ]);
    expect(await run('alias', 'codex', 'gpt-5')).toMatchObject({ code: 2, stderr: expect.stringContaining('alias') });
    expect((await run('unalias', 'codex', 'fast')).stderr).toContain('does not keep “fast”');
    expect(sent()).toHaveLength(1);
  });
});
