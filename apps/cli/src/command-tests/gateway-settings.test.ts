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
