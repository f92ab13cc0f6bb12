import type { UsageGroup } from '@gatehouse/contracts/usage';
import type { Database } from '@gatehouse/db/schema';
import type { Kysely } from 'kysely';
import type { SumRow } from './sums.ts';

type Db = Kysely<Database>;

const ofNone = (groupBy: UsageGroup): string => (groupBy === 'team' ? 'No team' : 'Unattributed');

/** What people call each group. Also of people and keys that are gone: their rows stay. */
export async function labelsOf(
  db: Db,
  groupBy: UsageGroup,
  rows: readonly SumRow[],
): Promise<(row: Pick<SumRow, 'kind' | 'key' | 'groups'>) => string> {
  const ids = rows.flatMap(({ key }) => key ?? []);
  const names = ids.length > 0 ? await namesOf(db, groupBy, ids) : new Map<string, string>();
  return ({ kind, key, groups }) => {
    if (kind === 'rest') return `${groups} more`;
    return key === null ? ofNone(groupBy) : (names.get(key) ?? key);
  };
}

async function namesOf(db: Db, groupBy: UsageGroup, ids: readonly string[]): Promise<Map<string, string>> {
  switch (groupBy) {
    case 'person':
      return mapOf(await db.selectFrom('users').select(['id', 'name']).where('id', 'in', ids).execute());
    case 'gateway':
      return mapOf(await db.selectFrom('gateways').select(['id', 'name']).where('id', 'in', ids).execute());
    case 'team':
      return mapOf(await db.selectFrom('teams').select(['id', 'name']).where('id', 'in', ids).execute());
    case 'client-key': {
      const keys = await db.selectFrom('client_keys').select(['id', 'name', 'masked']).where('id', 'in', ids).execute();
      return mapOf(keys.map(({ id, name, masked }) => ({ id, name: `${name} (${masked})` })));
    }
    default:
      return new Map();
  }
}

const mapOf = (rows: readonly { id: string; name: string }[]) => new Map(rows.map(({ id, name }) => [id, name]));
