import type { TeamMemberView, TeamRole, TeamView } from '@gatehouse/contracts/teams';
import { connect } from '../connection/connect.ts';
import { Failure } from '../failures/failure.ts';
import type { Invocation } from '../invocation.ts';
import { concludeTeam, findTeam } from './teams.ts';

export async function addMember(
  invocation: Invocation,
  text: string,
  email: string,
  options: { admin?: boolean },
): Promise<number> {
  const { client } = await connect(invocation);
  const { id } = await findTeam(client, text);
  const team = await client.teams.addMember.mutate({ teamId: id, email, role: options.admin ? 'admin' : 'member' });
  return concludeTeam(invocation, team, `${email} is in “${team.name}” now.`);
}

export async function dropMember(invocation: Invocation, text: string, person: string): Promise<number> {
  const { client } = await connect(invocation);
  const before = await findTeam(client, text);
  const { userId, name } = memberOf(before, person);
  const team = await client.teams.removeMember.mutate({ teamId: before.id, userId });
  return concludeTeam(invocation, team, `${name} is not in “${team.name}” any more.`);
}

export async function setRole(invocation: Invocation, text: string, person: string, role: TeamRole): Promise<number> {
  const { client } = await connect(invocation);
  const before = await findTeam(client, text);
  const { userId, name } = memberOf(before, person);
  const team = await client.teams.updateMember.mutate({ teamId: before.id, userId, role });
  return concludeTeam(
    invocation,
    team,
    `${name} is ${role === 'admin' ? 'an admin' : 'a member'} of “${team.name}” now.`,
  );
}

function memberOf(team: TeamView, text: string): TeamMemberView {
  const wanted = text.toLowerCase();
  const exact = team.members.find(({ userId, email }) => userId === text || email === wanted);
  const named = team.members.filter(({ name }) => name.toLowerCase() === wanted);
  const [found] = exact ? [exact] : named;
  if (!found)
    throw new Failure('not-found', `“${text}” is not in “${team.name}”.`, {
      advice: 'See: gatehouse teams show <team>',
    });
  if (!exact && named.length > 1)
    throw new Failure('conflict', `${named.length} members are called “${text}”.`, {
      advice: `Give an id: ${named.map(({ userId }) => userId).join(', ')}`,
    });
  return found;
}
