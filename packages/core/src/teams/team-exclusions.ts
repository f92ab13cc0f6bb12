import type { Database } from '@gatehouse/db/schema';
import { type Kysely, sql } from 'kysely';
import { cacheKeys, cacheTags } from '../cache/index.ts';
import type { Services } from '../context/index.ts';

/** Of a team that the person is in. */
export type OwnTeamExclusions = { teamId: string; teamName: string; exclusions: string[] };

/** Of those of the person's teams that leave something out, by their names. */
export async function readTeamExclusions(db: Kysely<Database>, userId: string): Promise<OwnTeamExclusions[]> {
  return db
    .selectFrom('team_members')
    .innerJoin('teams', 'teams.id', 'team_members.team_id')
    .select(['teams.id as teamId', 'teams.name as teamName', 'teams.exclusions'])
    .where('team_members.user_id', '=', userId)
    .where('teams.removed_at', 'is', null)
    .where(sql<boolean>`teams.exclusions <> '[]'`)
    .orderBy(sql`lower(teams.name)`)
    .execute();
}

/** The patterns alone, kept until they or the person's teams change. */
export function teamExclusionsOf(services: Pick<Services, 'db' | 'cache'>, userId: string): Promise<string[]> {
  return services.cache.get({
    key: cacheKeys.teamExclusions(userId),
    tags: [cacheTags.choices(userId)],
    ttlMs: 5 * 60_000,
    load: async () => (await readTeamExclusions(services.db, userId)).flatMap(({ exclusions }) => exclusions),
  });
}
