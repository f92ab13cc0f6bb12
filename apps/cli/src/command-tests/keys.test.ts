import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Command, createCommand } from '../testing/command.ts';
import { type StubServer, startStubServer } from '../testing/stub-server.ts';
import { stubTeam } from '../testing/stub-teams.ts';

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
  command.run(['keys', ...args], {
    env: { GATEHOUSE_URL: server.url, GATEHOUSE_TOKEN: 'ghc_test-token-of-the-person' },
  });
const lastEdit = () => server.state.edits.at(-1);

describe('limits of client keys', () => {
  it('creates a key with limits and lists them', async () => {
    const limits = ['--model', 'a', '--model', 'b', '--max-budget', '12.50', '--budget-duration', '30d', '--rpm', '60'];
    expect(await run('create', 'Laptop', ...limits, '--tpm', '9000', '--expires', '2035-01-31')).toMatchObject({
      code: 0,
    });
    const [key] = server.state.clientKeys;
    expect(key).toMatchObject({
      limits: { models: ['a', 'b'], maxBudget: '12.50', budgetDuration: '30d', rpmLimit: 60, tpmLimit: 9000 },
      expiresAt: new Date('2035-01-31T00:00'),
    });
    expect((await run('list')).stdout).toContain('2 models, 12.50 USD/30d, 60 rpm, 9000 tpm, until 2035-01-3');
  });

  it('edits what is given, clears what is named, blocks and unblocks', async () => {
    await run('create', 'Laptop', '--expires', '30d');
    const at = server.state.clientKeys[0]?.expiresAt?.getTime() ?? 0;
    expect(Math.abs(at - Date.now() - 30 * 86_400_000)).toBeLessThan(600_000);
    await run('edit', 'Laptop', '--rpm', '5', '--clear', 'models', 'expiry');
    expect(lastEdit()).toMatchObject({ version: 1, rpmLimit: 5, models: null, expiresAt: null });
    expect(lastEdit()).not.toHaveProperty('isBlocked');
    expect(await run('block', 'Laptop')).toMatchObject({ code: 0, stderr: expect.stringContaining('(blocked)') });
    expect((await run('list')).stdout).toContain('blocked');
    await run('unblock', 'Laptop');
    expect(lastEdit()).toMatchObject({ version: 3, isBlocked: false });
  });

  it('puts a key into a team and takes it out again', async () => {
    await run('create', 'Laptop', '--team', 'platform');
    expect(server.state.clientKeys[0]).toMatchObject({ team: { id: stubTeam.id } });
    expect((await run('list')).stdout).toMatch(/TEAM.*\nLaptop.* Platform /);
    await run('edit', 'Laptop', '--clear', 'team');
    expect(lastEdit()).toMatchObject({ teamId: null });
    await run('edit', 'Laptop', '--team', 'Platform', '--rpm', '5');
    expect(lastEdit()).toMatchObject({ teamId: stubTeam.id, rpmLimit: 5 });
    expect(await run('edit', 'Laptop', '--team', 'Nowhere')).toMatchObject({ code: 5 });
  });

  it('says what is wrong without a request', async () => {
    expect(await run('create', 'L', '--max-budget', 'much')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--max-budget: Enter an amount'),
    });
    expect(await run('create', 'L', '--budget-duration', '7d')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--max-budget: Say how much'),
    });
    expect(await run('create', 'L', '--expires', 'soon')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--expires'),
    });
    expect(await run('create', 'L', '--rpm', 'fast')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--rpm'),
    });
    await run('create', 'Laptop');
    expect(await run('edit', 'Laptop')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('nothing to change'),
    });
    expect(server.state.edits).toEqual([]);
  });
});
