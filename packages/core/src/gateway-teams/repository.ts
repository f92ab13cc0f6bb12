import type { Database } from '@gatehouse/db/schema';
import type { ClientKeySpec } from '@gatehouse/gateways/driver';
import type { Kysely } from 'kysely';
import type { Services } from '../context/index.ts';
import { personIdOf, specPlace } from '../gateway-sync/index.ts';
import { gatewayTeamIdOf } from '../teams/index.ts';
import type { WantedTeam } from './plan.ts';

export type NotedTeam = WantedTeam & { teamId: string };

/** Those with a key there, and those that were put there before. */
export async function selectGatewayTeams(
  { db, sealer }: Pick<Services, 'db' | 'sealer'>,
  gatewayId: string,
): Promise<NotedTeam[]> {
  const rows = await db
    .selectFrom('teams')
    .select(['id', 'name', 'removed_at'])
    .where((eb) =>
      eb.or([
        eb('id', 'in', eb.selectFrom('gateway_teams').select('team_id').where('gateway_id', '=', gatewayId)),
        eb('id', 'in', keysInTeams(db, gatewayId).select('client_keys.team_id').$castTo<{ team_id: string }>()),
      ]),
    )
    .orderBy('id')
    .execute();
  if (rows.length === 0) return [];
  const members = new Map<string, Set<string>>(rows.map(({ id }) => [id, new Set()]));
  const keys = await keysInTeams(db, gatewayId)
    .select(['client_keys.team_id', 'client_keys.user_id'])
    .select(['gateway_entries.natural_key_hmac', 'gateway_entries.spec_sealed'])
    .execute();
  for (const key of keys) {
    if (!key.team_id || !key.spec_sealed) continue;
    const spec: ClientKeySpec = JSON.parse(sealer.open(key.spec_sealed, specPlace(key.natural_key_hmac)));
    members.get(key.team_id)?.add(spec.personId ?? personIdOf(key.user_id));
  }
  return rows.map(({ id, name, removed_at }) => ({
    teamId: id,
    id: gatewayTeamIdOf(id),
    name,
    memberIds: [...(members.get(id) ?? [])].sort(),
    isRemoved: removed_at !== null,
  }));
}

const keysInTeams = (db: Kysely<Database>, gatewayId: string) =>
  db
    .selectFrom('client_keys')
    .innerJoin('gateway_entries', 'gateway_entries.id', 'client_keys.entry_id')
    .where('client_keys.gateway_id', '=', gatewayId)
    .where('client_keys.team_id', 'is not', null)
    .where('gateway_entries.desired', '=', 'present');

/** Before it is put there, so that it is found again whatever happens in between. */
export async function noteTeam(db: Kysely<Database>, gatewayId: string, teamId: string): Promise<void> {
  await db
    .insertInto('gateway_teams')
    .values({ gateway_id: gatewayId, team_id: teamId })
    .onConflict((on) => on.doNothing())
    .execute();
}

export async function forgetTeam(db: Kysely<Database>, gatewayId: string, teamId: string): Promise<void> {
  await db.deleteFrom('gateway_teams').where('gateway_id', '=', gatewayId).where('team_id', '=', teamId).execute();
}

/** A key that comes into a team is among them. */
export async function hasTeamKeysOnTheirWay(db: Kysely<Database>, gatewayId: string): Promise<boolean> {
  const row = await keysInTeams(db, gatewayId)
    .select('client_keys.id')
    .where('gateway_entries.status', 'in', ['pending', 'drifted', 'unknown'])
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
