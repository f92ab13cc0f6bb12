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
  command.run(args, { env: { GATEHOUSE_URL: server.url, GATEHOUSE_TOKEN: 'ghc_test-token-of-the-person' } });
const team = () => server.state.teams[0];

describe('gatehouse teams', () => {
  it('lists one’s own and shows one', async () => {
    server.state.teams.push({ ...stubTeam, id: `${stubTeam.id.slice(0, -1)}9`, name: 'Others', ownRole: null });
    const own = await run('teams', 'list');
    expect(own.stdout).toMatch(/^TEAM +YOU ARE +MEMBERS +LEAVES OUT +ID\nPlatform +admin +2 +gpt-4\* /);
    expect(own.stdout).not.toContain('Others');
    expect((await run('teams', 'list', '--all')).stdout).toContain('Others');
    expect(JSON.parse((await run('teams', 'list', '--json')).stdout)).toMatchObject({ teams: [{ name: 'Platform' }] });
    expect((await run('teams', 'show', 'platform')).stdout.split('\n')).toEqual([
      'Platform: Who runs it',
      'excluded: gpt-4*',
      expect.stringMatching(/^MEMBER +E-MAIL +ROLE +ID$/),
      expect.stringMatching(/^Ada +ada@example.com +admin /),
      expect.stringMatching(/^Bob +bob@example.com +member /),
      '',
    ]);
    server.state.teams = [];
    expect(await run('teams', 'list')).toMatchObject({ code: 0, stderr: 'You are in no team.\n' });
  });

  it('makes, renames, describes and removes one', async () => {
    expect(await run('teams', 'create', 'Research', '--description', 'New things')).toMatchObject({ code: 0 });
    expect(await run('teams', 'rename', 'platform', 'Core')).toMatchObject({
      code: 0,
      stdout: 'The team is called “Core” now.\n',
    });
    expect(await run('teams', 'describe', 'Core', 'The core')).toMatchObject({ code: 0 });
    expect(team()).toMatchObject({ name: 'Core', description: 'The core', version: 5 });
    expect(JSON.parse((await run('teams', 'remove', 'core', '--yes', '--json')).stdout)).toEqual({
      id: stubTeam.id,
      removed: true,
    });
    expect(server.state.teams.map(({ name }) => name)).toEqual(['Research']);
  });

  it('adds members, gives them a role and drops them', async () => {
    await run('teams', 'add', 'Platform', 'carol@example.com', '--admin');
    expect(team()?.members.at(-1)).toMatchObject({ email: 'carol@example.com', role: 'admin' });
    expect((await run('teams', 'role', 'Platform', 'BOB', 'admin')).stdout).toBe(
      'Bob is an admin of “Platform” now.\n',
    );
    expect(team()?.members[1]?.role).toBe('admin');
    expect((await run('teams', 'drop', 'Platform', 'bob@example.com')).stdout).toBe(
      'Bob is not in “Platform” any more.\n',
    );
    expect(team()?.members.map(({ name }) => name)).toEqual(['Ada', 'Carol']);
    expect(await run('teams', 'drop', 'Platform', 'Nobody')).toMatchObject({ code: 5 });
    expect(await run('teams', 'role', 'Platform', 'Ada', 'king')).toMatchObject({ code: 2 });
  });

  it('excludes models for its members and takes patterns back', async () => {
    expect((await run('teams', 'exclude', 'Platform', 'claude-*', 'gpt-4*')).stdout).toBe(
      '“Platform” leaves out: gpt-4*, claude-*\n',
    );
    expect(JSON.parse((await run('teams', 'include', 'Platform', 'gpt-4*', '--json')).stdout)).toMatchObject({
      team: { exclusions: ['claude-*'], version: 5 },
    });
    expect(await run('teams', 'include', 'Platform', 'gpt-4*')).toMatchObject({
      code: 5,
      stderr: expect.stringContaining('It excludes: claude-*'),
    });
    expect(await run('teams', 'exclude', 'Platform', '!gpt-5')).toMatchObject({ code: 2 });
    expect(await run('teams', 'exclude', 'Nowhere', 'gpt-5')).toMatchObject({
      code: 5,
      stderr: expect.stringContaining('There are: Platform'),
    });
  });

  it('are told with the choices that they touch', async () => {
    server.state.choices.view.teamExclusions = [
      { teamId: stubTeam.id, teamName: 'Platform', exclusions: ['gpt-4*', 'old-*'], models: ['gpt-4.1', 'gpt-4o'] },
    ];
    const shown = await run('choices', 'show');
    expect(shown.stdout).toBe('excluded by your team Platform: gpt-4*, old-* (now gpt-4.1, gpt-4o)\n');
    expect(JSON.parse((await run('choices', 'show', '--json')).stdout)).toMatchObject({
      teamExclusions: [{ teamName: 'Platform' }],
    });
  });

  it('are completed', async () => {
    const { stdout } = await run('completion', 'bash');
    expect(stdout).toMatch(/'teams:'\*\) words='list show create/);
  });
});
