import { type TeamView, type UpdateTeamInput, updateTeamInput } from '@gatehouse/contracts/teams';
import { connect } from '../connection/connect.ts';
import { Failure, Interrupted } from '../failures/failure.ts';
import type { Invocation } from '../invocation.ts';
import { concludeTeam, findTeam } from './teams.ts';

export async function createTeam(
  invocation: Invocation,
  name: string,
  options: { description?: string },
): Promise<number> {
  const { client } = await connect(invocation);
  const team = await client.teams.create.mutate({ name, ...options });
  return concludeTeam(invocation, team, `Team “${team.name}” made. Put people into it: gatehouse teams add`);
}

export const renameTeam = (invocation: Invocation, text: string, name: string): Promise<number> =>
  changeTeam(
    invocation,
    text,
    () => ({ name }),
    ({ name: next }) => `The team is called “${next}” now.`,
  );

export const describeTeam = (invocation: Invocation, text: string, description: string): Promise<number> =>
  changeTeam(
    invocation,
    text,
    () => ({ description }),
    ({ name }) => `Description of “${name}” saved.`,
  );

export const excludeForTeam = (invocation: Invocation, text: string, patterns: string[]): Promise<number> =>
  changeTeam(
    invocation,
    text,
    ({ exclusions }) => ({ exclusions: [...new Set([...exclusions, ...patterns])] }),
    excludedText,
  );

export const includeForTeam = (invocation: Invocation, text: string, patterns: string[]): Promise<number> =>
  changeTeam(
    invocation,
    text,
    ({ exclusions, name }) => {
      const unknown = patterns.find((pattern) => !exclusions.includes(pattern));
      if (unknown !== undefined)
        throw new Failure('not-found', `“${name}” does not exclude “${unknown}”.`, {
          advice: exclusions.length > 0 ? `It excludes: ${exclusions.join(', ')}` : 'It excludes nothing.',
        });
      return { exclusions: exclusions.filter((pattern) => !patterns.includes(pattern)) };
    },
    excludedText,
  );

const excludedText = ({ name, exclusions }: TeamView): string =>
  exclusions.length === 0 ? `“${name}” leaves nothing out.` : `“${name}” leaves out: ${exclusions.join(', ')}`;

/** From what stands on the server now; an edit that somebody makes meanwhile is a conflict, never lost. */
async function changeTeam(
  invocation: Invocation,
  text: string,
  change: (team: TeamView) => Pick<UpdateTeamInput, 'name' | 'description' | 'exclusions'>,
  done: (team: TeamView) => string,
): Promise<number> {
  const { client } = await connect(invocation);
  const before = await findTeam(client, text);
  const checked = updateTeamInput.safeParse({ id: before.id, version: before.version, ...change(before) });
  if (!checked.success)
    throw new Failure('invalid', checked.error.issues[0]?.message ?? 'Something does not fit.', {
      advice: 'See: gatehouse help teams',
    });
  const team = await client.teams.update.mutate(checked.data);
  return concludeTeam(invocation, team, done(team));
}

export async function removeTeam(invocation: Invocation, text: string, options: { yes?: boolean }): Promise<number> {
  const { client } = await connect(invocation);
  const { id, name, members } = await findTeam(client, text);
  if (invocation.terminal.isInteractive && !options.yes) {
    const { askYes } = await import('../terminal/prompts.ts');
    if (!(await askYes(`Remove the team “${name}” with ${members.length} members?`)))
      throw new Interrupted('Stopped. Nothing was changed.');
  }
  const answer = await client.teams.remove.mutate({ id });
  if (invocation.terminal.isJson) invocation.terminal.json({ id, ...answer });
  else invocation.terminal.result(`Team “${name}” removed.`);
  return 0;
}
