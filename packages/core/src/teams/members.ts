import type { AddTeamMemberInput, TeamRole, TeamView, UpdateTeamMemberInput } from '@gatehouse/contracts/teams';
import { withTransaction } from '@gatehouse/db/errors';
import type { Database } from '@gatehouse/db/schema';
import type { Transaction } from 'kysely';
import { audit } from '../audit/index.ts';
import { permitUser } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import { fail, notFound } from '../errors/index.ts';
import { announceTeam, dropChoicesOf } from './announce.ts';
import { lockManagedTeam } from './permit.ts';
import {
  deleteMember,
  holdPersonByEmail,
  insertMember,
  lockMember,
  selectMemberIds,
  type TeamRow,
  updateRole,
} from './repository.ts';
import { viewTeams } from './view.ts';

type Person = { userId: string; name: string; role: TeamRole };

/** By the address that they sign in with: whoever manages a team need not see everybody. */
export async function addTeamMember(ctx: Context, input: AddTeamMemberInput): Promise<TeamView> {
  const actor = permitUser(ctx, 'teams:update-own');
  return changeMember(ctx, input.teamId, 'added', async (tx, team) => {
    const found = await holdPersonByEmail(tx, input.email);
    if (!found) throw fail('person_unknown', 'Nobody here has this e-mail address. Invite them first.', {});
    const row = { team_id: team.id, user_id: found.id, role: input.role, added_by: actor.userId };
    if (!(await insertMember(tx, row)))
      throw fail('team_member_taken', `${found.name} is in “${team.name}” already.`, {});
    return { userId: found.id, name: found.name, role: input.role };
  });
}

export async function updateTeamMember(ctx: Context, input: UpdateTeamMemberInput): Promise<TeamView> {
  permitUser(ctx, 'teams:update-own');
  return changeMember(ctx, input.teamId, 'updated', async (tx, team) => {
    const found = await lockMember(tx, team.id, input.userId);
    if (!found) throw notFound('member of this team');
    await updateRole(tx, team.id, input.userId, input.role);
    return { userId: input.userId, name: found.name, role: input.role };
  });
}

/** Takes what a member, or everybody, brought into a team out of it again; in the transaction. */
export type TakeOut = (tx: Transaction<Database>, from: { teamId: string; userId: string | null }) => Promise<void>;

export async function removeTeamMember(
  ctx: Context,
  input: { teamId: string; userId: string },
  takeOut: TakeOut,
): Promise<TeamView> {
  permitUser(ctx, 'teams:update-own');
  return changeMember(ctx, input.teamId, 'removed', async (tx, team) => {
    const found = await lockMember(tx, team.id, input.userId);
    if (!found) throw notFound('member of this team');
    await deleteMember(tx, team.id, input.userId);
    await takeOut(tx, { teamId: team.id, userId: input.userId });
    return { userId: input.userId, ...found };
  });
}

/** The team is locked before its members are looked at: of two people at once the second sees what the first has done. */
async function changeMember(
  ctx: Context,
  teamId: string,
  verb: 'added' | 'updated' | 'removed',
  change: (tx: Transaction<Database>, team: TeamRow) => Promise<Person>,
): Promise<TeamView> {
  const { team, choicesOf } = await withTransaction(ctx.db, async (tx) => {
    const locked = await lockManagedTeam(tx, ctx, teamId);
    const person = await change(tx, locked);
    await audit(tx, ctx, {
      action: `team-member.${verb}`,
      resource: 'team',
      resourceId: locked.id,
      details: { team: locked.name, member: person.name, memberId: person.userId, role: person.role },
    });
    const memberIds = new Set([...(await selectMemberIds(tx, locked.id)), person.userId]);
    const affected = verb === 'updated' || locked.exclusions.length === 0 ? [] : [person.userId];
    await announceTeam(tx, ctx, locked.id, { memberIds: [...memberIds], choicesOf: affected });
    return { team: locked, choicesOf: affected };
  });
  dropChoicesOf(ctx, choicesOf);
  const [view] = await viewTeams(ctx, [team]);
  if (!view) throw notFound('team');
  return view;
}
