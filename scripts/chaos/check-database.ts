import type { Known, Person, Table } from './ledger.ts';
import { tableOf } from './ledger.ts';
import type { Wanted } from './wanted.ts';
import type { World } from './world.ts';

type Row = { id: string; entry_id: string; user_id: string; endedAt: Date | null };

const endedColumn = { provider_keys: 'removed_at', custom_providers: 'removed_at', client_keys: 'revoked_at' } as const;

/** What somebody was told has happened and the database does not know. */
export async function findLost(world: World, wanted: readonly Wanted[]): Promise<string[]> {
  const { ledger } = world;
  const tables = Object.keys(endedColumn) as Table[];
  const rows = new Map<string, Row>();
  for (const table of tables) for (const row of await readRows(world, table)) rows.set(`${table} ${row.id}`, row);
  const rowOf = ({ table, id }: { table: Table; id: string }) => rows.get(`${table} ${id}`);
  const wantedIds = new Set(wanted.filter(({ spec }) => spec !== null).map(({ id }) => id));
  return [
    ...ledger.added.filter((fact) => !rowOf(fact)).map(({ table, id }) => `${table} ${id} was added`),
    ...ledger.ended.filter((fact) => !rowOf(fact)?.endedAt).map(({ table, id }) => `${table} ${id} was ended`),
    ...[...ledger.items.values()].flatMap((known) => {
      const row = known.id === null ? undefined : rowOf({ table: tableOf[known.item.kind], id: known.id });
      return lostItem(known, ledger.people[known.item.person], row, wantedIds);
    }),
    ...(await lostPeople(world, wanted)),
  ];
}

function lostItem(known: Known, person: Person | undefined, row: Row | undefined, wantedIds: Set<string>): string[] {
  if (!person || known.presence !== 'present' || person.access === 'maybe') return [];
  const name = `${known.item.kind} ${known.item.number}`;
  if (person.access === 'removed') return row && !row.endedAt ? [`${name} outlives its person`] : [];
  if (!row || row.endedAt) return [`${name} was added and has ended`];
  const isShutOut = person.access === 'inactive' && known.item.kind === 'client-key';
  if (wantedIds.has(row.entry_id) === isShutOut)
    return [isShutOut ? `${name} of somebody shut out is wanted` : `${name} is not wanted at its gateway`];
  return [];
}

async function lostPeople({ database, ledger }: World, wanted: readonly Wanted[]): Promise<string[]> {
  const users = await database.insist(() =>
    database.handle.db.selectFrom('users').select(['id', 'is_active', 'removed_at']).execute(),
  );
  const byId = new Map(users.map((user) => [user.id, user]));
  return ledger.people.flatMap((person, number) => {
    const user = byId.get(person.actor.userId);
    if (!user) return [`person ${number}`];
    if (person.access === 'maybe') return [];
    const access = user.removed_at ? 'removed' : user.is_active ? 'active' : 'inactive';
    if (access !== person.access) return [`person ${number} is ${access}, not ${person.access}`];
    const isLeft = wanted.some(({ ownerId, spec }) => ownerId === user.id && spec !== null);
    return access === 'removed' && isLeft ? [`person ${number} was removed, and something of theirs is wanted`] : [];
  });
}

async function readRows({ database }: World, table: Table): Promise<Row[]> {
  return database.insist(() =>
    database.handle.db
      .selectFrom(table)
      .select(['id', 'entry_id', 'user_id'])
      .select((eb) => eb.ref(endedColumn[table] as never).as('endedAt'))
      .execute(),
  ) as Promise<Row[]>;
}
