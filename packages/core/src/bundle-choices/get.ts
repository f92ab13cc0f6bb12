import type { BundleChoicesView } from '@gatehouse/contracts/bundle-choices';
import { permitUser } from '../authorization/index.ts';
import type { Context, Services } from '../context/index.ts';
import { readTeamExclusions } from '../teams/index.ts';
import { offeredModels, problemsOf } from './problems.ts';
import { readChoices, type StoredChoices } from './repository.ts';
import { excludedByTeams } from './team-exclusions.ts';

/** The person's own, without the values of their secrets. */
export async function getBundleChoices(ctx: Context): Promise<BundleChoicesView> {
  const actor = permitUser(ctx, 'bundle-choices:read-own');
  return viewOf(ctx, actor.userId, await readChoices(ctx, actor.userId));
}

export async function viewOf(
  services: Pick<Services, 'db' | 'cache'>,
  userId: string,
  stored: StoredChoices,
): Promise<BundleChoicesView> {
  const [offered, teams] = await Promise.all([offeredModels(services), readTeamExclusions(services.db, userId)]);
  return {
    version: stored.version,
    updatedAt: stored.updatedAt,
    choices: stored.document,
    problems: problemsOf(stored, offered, teams),
    teamExclusions: excludedByTeams(teams, offered ? [...offered.keys()] : []),
  };
}
