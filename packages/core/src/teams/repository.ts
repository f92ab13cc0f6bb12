import type { TeamRole } from '@gatehouse/contracts/teams';
import { isUniqueViolation } from '@gatehouse/db/errors';
import type { Database, TeamsTable } from '@gatehouse/db/schema';
import { type Insertable, type Kysely, sql, type Transaction } from 'kysely';
import { fail } from '../errors/index.ts';

export type TeamRow = {
  id: string;
  name: string;
  description: string;
  exclusions: string[];
  version: number;
  created_at: Date;
};
const columns = ['id', 'name', 'description', 'exclusions', 'version', 'created_at'] as const;

/** By name. `memberId` null: all. */
export async function selectTeams(db: Kysely<Database>, memberId: string | null): Promise<TeamRow[]> {
  let query = db.selectFrom('teams').select(columns).where('removed_at', 'is', null);
  if (memberId !== null)
    query = query.where('id', 'in', (eb) =>
      eb.selectFrom('team_members').select('team_id').where('user_id', '=', memberId),
    );
  return query.orderBy(sql`lower(name)`).orderBy('id').execute();
}

export function selectTeam(db: Kysely<Database>, id: string): Promise<TeamRow | undefined> {
  return db.selectFrom('teams').select(columns).where('id', '=', id).where('removed_at', 'is', null).executeTakeFirst();
}

/** Nobody else changes it, its members or what it leaves out until the transaction ends. */
export function lockTeam(tx: Transaction<Database>, id: string): Promise<TeamRow | undefined> {
  return tx
    .selectFrom('teams')
    .select(columns)
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
}

export async function insertTeam(tx: Transaction<Database>, row: Insertable<TeamsTable>): Promise<void> {
  await named(row.name, () => tx.insertInto('teams').values(row).execute());
}

export async function saveTeam(
  tx: Transaction<Database>,
  id: string,
  values: { name: string; description: string; exclusions: string[] },
): Promise<void> {
  await named(values.name, () =>
    tx
      .updateTable('teams')
      .set({
        name: values.name,
        description: values.description,
        exclusions: JSON.stringify(values.exclusions),
        version: sql`version + 1`,
        updated_at: sql`now()`,
      })
      .where('id', '=', id)
      .execute(),
  );
}

async function named<T>(name: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (isUniqueViolation(error, 'teams_name_key'))
      throw fail('team_name_taken', `There is a team “${name}” already.`, { name }, { cause: error });
    throw error;
  }
}

/** The row stays, because history names it. */
export async function markTeamRemoved(tx: Transaction<Database>, id: string): Promise<void> {
  await tx.updateTable('teams').set({ removed_at: sql`now()`, exclusions: '[]' }).where('id', '=', id).execute();
  await tx.deleteFrom('team_members').where('team_id', '=', id).execute();
}

export type MemberRow = {
  team_id: string;
  user_id: string;
  name: string;
  email: string;
  role: TeamRole;
  joined_at: Date;
};

export function selectMembers(db: Kysely<Database>, teamIds: readonly string[]): Promise<MemberRow[]> {
  if (teamIds.length === 0) return Promise.resolve([]);
  return db
    .selectFrom('team_members')
    .innerJoin('users', 'users.id', 'team_members.user_id')
    .select(['team_members.team_id', 'team_members.user_id', 'users.name', 'users.email', 'team_members.role'])
    .select('team_members.joined_at')
    .where('team_members.team_id', 'in', teamIds)
    .orderBy(sql`lower(users.name)`)
    .orderBy('users.id')
    .execute();
}

export async function selectMemberIds(db: Kysely<Database>, teamId: string): Promise<string[]> {
  const rows = await db.selectFrom('team_members').select('user_id').where('team_id', '=', teamId).execute();
  return rows.map((row) => row.user_id);
}

export async function selectRole(db: Kysely<Database>, teamId: string, userId: string): Promise<TeamRole | null> {
  const row = await db
    .selectFrom('team_members')
    .select('role')
    .where('team_id', '=', teamId)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return row?.role ?? null;
}

/** Removing them waits until the transaction ends. */
export function holdPersonByEmail(tx: Transaction<Database>, email: string) {
  return tx
    .selectFrom('users')
    .select(['id', 'name'])
    .where('email', '=', email)
    .where('removed_at', 'is', null)
    .forKeyShare()
    .executeTakeFirst();
}

/** The team, if the person is in it. Taking them out waits until the transaction ends, and so does removing the team. */
export function holdMember(tx: Transaction<Database>, teamId: string, userId: string) {
  return tx
    .selectFrom('team_members')
    .innerJoin('teams', 'teams.id', 'team_members.team_id')
    .select(['teams.id', 'teams.name'])
    .where('team_members.team_id', '=', teamId)
    .where('team_members.user_id', '=', userId)
    .where('teams.removed_at', 'is', null)
    .forKeyShare('team_members')
    .executeTakeFirst();
}

/** False if they are in it already. */
export async function insertMember(
  tx: Transaction<Database>,
  row: { team_id: string; user_id: string; role: TeamRole; added_by: string | null },
): Promise<boolean> {
  const inserted = await tx
    .insertInto('team_members')
    .values(row)
    .onConflict((on) => on.doNothing())
    .returning('user_id')
    .executeTakeFirst();
  return inserted !== undefined;
}

/** Locked; undefined if they are not in it. */
export function lockMember(tx: Transaction<Database>, teamId: string, userId: string) {
  return tx
    .selectFrom('team_members')
    .innerJoin('users', 'users.id', 'team_members.user_id')
    .select(['team_members.role', 'users.name'])
    .where('team_members.team_id', '=', teamId)
    .where('team_members.user_id', '=', userId)
    .forUpdate('team_members')
    .executeTakeFirst();
}

export async function updateRole(
  tx: Transaction<Database>,
  teamId: string,
  userId: string,
  role: TeamRole,
): Promise<void> {
  await tx
    .updateTable('team_members')
    .set({ role })
    .where('team_id', '=', teamId)
    .where('user_id', '=', userId)
    .execute();
}

export async function deleteMember(tx: Transaction<Database>, teamId: string, userId: string): Promise<void> {
  await tx.deleteFrom('team_members').where('team_id', '=', teamId).where('user_id', '=', userId).execute();
}

/** Answers the ids of the teams. */
export async function deleteMemberships(tx: Transaction<Database>, userId: string): Promise<string[]> {
  const rows = await tx.deleteFrom('team_members').where('user_id', '=', userId).returning('team_id').execute();
  return rows.map((row) => row.team_id);
}
