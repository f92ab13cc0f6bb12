import type { Client } from '@gatehouse/client/client';
import type { TeamView } from '@gatehouse/contracts/teams';
import { connect } from '../connection/connect.ts';
import { Failure } from '../failures/failure.ts';
import type { Invocation } from '../invocation.ts';
import { printable } from '../terminal/printable.ts';
import { showTable } from '../terminal/table.ts';

export async function listTeams(invocation: Invocation, options: { all?: boolean }): Promise<number> {
  const { client } = await connect(invocation);
  const teams = await client.teams.list.query({ scope: options.all ? 'all' : 'own' });
  const { terminal } = invocation;
  if (terminal.isJson) {
    terminal.json({ teams });
    return 0;
  }
  const rows = teams.map(({ name, ownRole, members, exclusions, id }) => [
    name,
    ownRole ?? '',
    String(members.length),
    exclusions.join(', '),
    id,
  ]);
  const empty = options.all ? 'There is no team.' : 'You are in no team.';
  showTable(terminal, ['TEAM', 'YOU ARE', 'MEMBERS', 'LEAVES OUT', 'ID'], rows, empty);
  return 0;
}

export async function showTeam(invocation: Invocation, text: string): Promise<number> {
  const { client } = await connect(invocation);
  return concludeTeam(invocation, await findTeam(client, text), null);
}

/** The team that `text` names among those that the person may see. Names are the same in upper and lower case. */
export async function findTeam(client: Client, text: string): Promise<TeamView> {
  const me = await client.auth.whoAmI.query();
  const maySeeAll = me.type === 'user' && me.permissions.includes('teams:read');
  const teams = await client.teams.list.query({ scope: maySeeAll ? 'all' : 'own' });
  const found =
    teams.find(({ id }) => id === text) ?? teams.find(({ name }) => name.toLowerCase() === text.toLowerCase());
  if (found) return found;
  const names = teams.map(({ name }) => name).join(', ');
  throw new Failure('not-found', `There is no team “${text}” that you may see.`, {
    advice: names ? `There are: ${names}` : 'Ask an administrator to make one.',
  });
}

/** Shows the team as it is now; `done` says what was done, in one sentence. */
export function concludeTeam({ terminal }: Invocation, team: TeamView, done: string | null): number {
  if (terminal.isJson) {
    terminal.json({ team });
    return 0;
  }
  if (done !== null) {
    terminal.result(printable(done));
    return 0;
  }
  terminal.result(printable(team.name + (team.description ? `: ${team.description}` : '')));
  for (const pattern of team.exclusions) terminal.result(printable(`excluded: ${pattern}`));
  showTable(
    terminal,
    ['MEMBER', 'E-MAIL', 'ROLE', 'ID'],
    team.members.map(({ name, email, role, userId }) => [name, email ?? '', role, userId]),
    'Nobody is in it yet.',
  );
  return 0;
}
