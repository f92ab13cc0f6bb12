import { kindOf } from './gateways/index.ts';
import { type Known, type Person, type Table, tableOf, unsure } from './ledger.ts';
import type { Wanted } from './wanted.ts';
import type { World } from './world.ts';

/** `entry_id` is null for accounts: they are no entries. */
type Row = { id: string; entry_id: string | null; user_id: string; endedAt: Date | null };

const endedColumn: Record<Table, string> = {
  provider_keys: 'removed_at',
  custom_providers: 'removed_at',
  client_keys: 'revoked_at',
  provider_accounts: 'removed_at',
};

/** What somebody was told has happened and the database does not know. */
export async function findLost(world: World, wanted: readonly Wanted[]): Promise<string[]> {
  const { ledger } = world;
  const rows = new Map<string, Row>();
  for (const table of Object.keys(endedColumn) as Table[])
    for (const row of await readRows(world, table)) rows.set(`${table} ${row.id}`, row);
  const rowOf = ({ table, id }: { table: Table; id: string }) => rows.get(`${table} ${id}`);
  const specs = new Map(wanted.flatMap(({ id, spec }) => (spec ? [[id, spec as Record<string, unknown>]] : [])));
  return [
    ...ledger.added.filter((fact) => !rowOf(fact)).map(({ table, id }) => `${table} ${id} was added`),
    ...ledger.ended.filter((fact) => !rowOf(fact)?.endedAt).map(({ table, id }) => `${table} ${id} was ended`),
    ...ledger.adopted.filter((id) => !wanted.some((entry) => entry.id === id)).map((id) => `${id} was adopted`),
    ...[...ledger.items.values()].flatMap((known) => {
      const row = known.id === null ? undefined : rowOf({ table: tableOf[known.item.kind], id: known.id });
      return lostItem(known, ledger.people[known.item.person], row, specs);
    }),
    ...(await lostPeople(world, wanted)),
    ...(await lostSwitches(world, specs)),
  ];
}

type Specs = ReadonlyMap<string, Record<string, unknown>>;

function lostItem(known: Known, person: Person | undefined, row: Row | undefined, specs: Specs): string[] {
  if (!person || known.presence !== 'present' || person.access === 'maybe') return [];
  const name = `${known.item.kind} ${known.item.number}`;
  if (person.access === 'removed') return row && !row.endedAt ? [`${name} outlives its person`] : [];
  if (!row || row.endedAt) return [`${name} was added and has ended`];
  if (row.entry_id === null) return [];
  const isKey = known.item.kind === 'client-key';
  const isBlocked = known.fields.get('isBlocked');
  // Where a gateway knows no blocked keys, one that is blocked is taken out.
  if (isKey && isBlocked === unsure) return [];
  const isShutOut = isKey && (person.access === 'inactive' || (isBlocked === true && isTakenOut(known)));
  const spec = specs.get(row.entry_id);
  if ((spec !== undefined) === isShutOut)
    return [isShutOut ? `${name} of somebody shut out is wanted` : `${name} is not wanted at its gateway`];
  return [...known.fields]
    .filter(([field, value]) => spec && value !== unsure && canonical(spec[field] ?? null) !== canonical(value))
    .map(([field]) => `${name}: its ${field} was edited`);
}

const isTakenOut = ({ item }: Known): boolean => kindOf(item.gateway) === 'cliproxyapi';

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

/** A group that is off switches all its providers off, whatever their own switches say. */
async function lostSwitches({ database, ledger }: World, specs: Specs): Promise<string[]> {
  const { db } = database.handle;
  const groups = await database.insist(() =>
    db.selectFrom('custom_provider_groups').select(['id', 'is_enabled']).execute(),
  );
  const isOff = new Map(groups.map((group) => [group.id, !group.is_enabled]));
  const providers = await database.insist(() =>
    db
      .selectFrom('custom_providers')
      .select(['id', 'entry_id', 'group_id', 'is_disabled'])
      .where('removed_at', 'is', null)
      .execute(),
  );
  return [
    ...ledger.groups
      .filter(({ id, isEnabled }) => isEnabled !== null && isOff.get(id) === isEnabled)
      .map(({ id }) => `group ${id} was switched`),
    ...providers
      .filter(({ entry_id, group_id, is_disabled }) => {
        const isToBeOff = is_disabled || (group_id !== null && isOff.get(group_id) === true);
        return (specs.get(entry_id)?.isDisabled === true) !== isToBeOff;
      })
      .map(({ id }) => `custom provider ${id} is not switched as its group`),
  ];
}

async function readRows({ database }: World, table: Table): Promise<Row[]> {
  const { db } = database.handle;
  const endedAt = endedColumn[table];
  return database
    .insist(() =>
      db
        .selectFrom(table as 'provider_keys')
        .select((eb) => ['id', 'user_id', eb.ref(endedAt as 'removed_at').as('endedAt')])
        .$if(table !== 'provider_accounts', (query) => query.select('entry_id'))
        .execute(),
    )
    .then((rows) => rows.map((row) => ({ ...row, entry_id: row.entry_id ?? null })));
}

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, item) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
