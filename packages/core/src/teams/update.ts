import type { TeamView, UpdateTeamInput } from '@gatehouse/contracts/teams';
import { withTransaction } from '@gatehouse/db/errors';
import { type AuditFacts, audit } from '../audit/index.ts';
import { permitUser } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import { fail } from '../errors/index.ts';
import { announceTeam, dropChoicesOf } from './announce.ts';
import { lockManagedTeam } from './permit.ts';
import { saveTeam, selectMemberIds, type TeamRow } from './repository.ts';
import { viewTeam } from './view.ts';

type Content = Pick<TeamRow, 'name' | 'description' | 'exclusions'>;

/** Renames or describes it, or says what its members' bundles leave out, which reaches exactly those at once. */
export async function updateTeam(ctx: Context, input: UpdateTeamInput): Promise<TeamView> {
  permitUser(ctx, 'teams:update-own');
  const choicesOf = await withTransaction(ctx.db, async (tx) => {
    const team = await lockManagedTeam(tx, ctx, input.id);
    if (team.version !== input.version) throw editConflict(team.version);
    const next: Content = {
      name: input.name ?? team.name,
      description: input.description ?? team.description,
      exclusions: input.exclusions ? [...new Set(input.exclusions)] : team.exclusions,
    };
    await saveTeam(tx, team.id, next);
    await audit(tx, ctx, auditOf(team, next));
    const memberIds = await selectMemberIds(tx, team.id);
    const affected = isSameList(team.exclusions, next.exclusions) ? [] : memberIds;
    await announceTeam(tx, ctx, team.id, { memberIds, choicesOf: affected });
    return affected;
  });
  dropChoicesOf(ctx, choicesOf);
  return viewTeam(ctx, input.id);
}

const editConflict = (version: number) =>
  fail('edit_conflict', 'Somebody else has changed this team meanwhile. Load it again.', { version });

const isSameList = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((pattern, index) => pattern === other[index]);

const auditOf = (before: TeamRow, after: Content): AuditFacts => ({
  action: 'team.updated',
  resource: 'team',
  resourceId: before.id,
  details: {
    name: after.name,
    ...(before.name === after.name ? {} : { nameBefore: before.name }),
    ...(before.description === after.description ? {} : { description: after.description }),
    ...(isSameList(before.exclusions, after.exclusions)
      ? {}
      : { exclusions: after.exclusions.join(', ').slice(0, 1000) }),
  },
});
