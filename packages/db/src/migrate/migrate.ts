import { type Kysely, type MigrationResultSet, Migrator, sql } from 'kysely';
import { migrations } from '../schema/index.ts';

export interface MigrationState {
  name: string;
  /** Null while it is pending. */
  appliedAt: Date | null;
}

/**
 * Applies what is pending and returns the names, oldest first. One at a time under an advisory lock; all of them in
 * one transaction, so that an upgrade is applied whole or not at all.
 */
export async function migrate<DB>(db: Kysely<DB>): Promise<string[]> {
  return namesOf(await (await createMigrator(db)).migrateToLatest());
}

/** Every known migration in order. */
export async function migrationStatus<DB>(db: Kysely<DB>): Promise<MigrationState[]> {
  const known = await (await createMigrator(db)).getMigrations();
  return known.map(({ name, executedAt }) => ({ name, appliedAt: executedAt ?? null }));
}

/** Takes the newest applied migration back; returns its name, or nothing when none is applied. */
export async function rollback<DB>(db: Kysely<DB>): Promise<string[]> {
  return namesOf(await (await createMigrator(db)).migrateDown());
}

async function createMigrator<DB>(db: Kysely<DB>): Promise<Migrator> {
  const schema = await readSchema(db);
  return new Migrator({
    db,
    // A static list: the server is bundled into one file, so there is no folder to read.
    provider: { getMigrations: () => Promise.resolve(migrations) },
    ...(schema === null ? {} : { migrationTableSchema: schema }),
  });
}

/** The first schema of the search path; the migrator makes it if it is missing. */
async function readSchema<DB>(db: Kysely<DB>): Promise<string | null> {
  const { rows } = await sql<{ current: string | null; path: string }>`
    select current_schema() as current, current_setting('search_path') as path`.execute(db);
  const [row] = rows;
  // Null when nothing of the path exists yet.
  if (!row || row.current !== null) return row?.current ?? null;
  const first = row.path
    .split(',')[0]
    ?.trim()
    .replace(/^"(.*)"$/, '$1');
  return first && first !== '$user' ? first : null;
}

function namesOf({ error, results }: MigrationResultSet): string[] {
  if (error !== undefined) {
    const failed = results?.find(({ status }) => status === 'Error')?.migrationName;
    const subject = failed === undefined ? 'The migrations' : `The migration ${failed}`;
    throw new Error(`${subject} could not be applied: ${reasonOf(error)}. Nothing was changed`, { cause: error });
  }
  return (results ?? []).map(({ migrationName }) => migrationName);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
