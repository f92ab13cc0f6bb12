import { isOutage } from '@gatehouse/db/errors';
import type { Database } from '@gatehouse/db/schema';
import { type Kysely, sql } from 'kysely';
import { wantEntry } from './desired.ts';
import { type InsertedRow, type InsertInRoom, insertAlone } from './insert-alone.ts';
import { preparedOnce, Slot } from './prepared-once.ts';

const mostAtOnce = 2;
const mostTogether = 50;
/** Somebody in it may have to wait for what else is done with them. After this long the others go on without it. */
const patienceMs = 100;

type Waiting = { given: InsertInRoom; resolve: (inserted: InsertedRow) => void; reject: (error: unknown) => void };
/** `sent`: whose contributions are in statements that are under way. */
type Line = { waiting: Waiting[]; running: number; sent: Set<string> };

const lines = new WeakMap<Kysely<Database>, Map<string, Line>>();

/**
 * Who comes while the database is busy with others goes with all who wait: one statement and one commit for many. Nobody
 * waits for company.
 */
export function insertTogether(db: Kysely<Database>, given: InsertInRoom): Promise<InsertedRow> {
  const known = lines.get(db) ?? new Map<string, Line>();
  lines.set(db, known);
  const kind = [given.table, given.limit, ...Object.keys(given.row)].join(' ');
  const line = known.get(kind) ?? { waiting: [], running: 0, sent: new Set() };
  known.set(kind, line);
  return new Promise((resolve, reject) => {
    line.waiting.push({ given, resolve, reject });
    advance(db, line);
  });
}

function advance(db: Kysely<Database>, line: Line): void {
  while (line.running < mostAtOnce) {
    const next = takeNext(line);
    if (next.length === 0) return;
    for (const { given } of next) line.sent.add(given.userId);
    line.running += 1;
    let isCounted = true;
    const stopCounting = () => {
      if (isCounted) line.running -= 1;
      isCounted = false;
      advance(db, line);
    };
    const patience = setTimeout(stopCounting, patienceMs);
    void send(db, next).finally(() => {
      clearTimeout(patience);
      for (const { given } of next) line.sent.delete(given.userId);
      stopCounting();
    });
  }
}

/** One of each person and each key: a second one depends on what becomes of the first. */
function takeNext(line: Line): Waiting[] {
  const taken: Waiting[] = [];
  const left: Waiting[] = [];
  const seen = new Set<string>();
  for (const one of line.waiting) {
    const { entry, userId } = one.given;
    const key = `${entry.gateway_id} ${entry.natural_key_hmac.toString('hex')}`;
    const isNext = taken.length < mostTogether && !seen.has(userId) && !seen.has(key) && !line.sent.has(userId);
    (isNext ? taken : left).push(one);
    if (isNext) seen.add(userId).add(key);
  }
  line.waiting = left;
  return taken;
}

/** Never rejects. What is wrong with one of them is for that one only; of a lost connection nobody knows what was done. */
async function send(db: Kysely<Database>, all: readonly Waiting[]): Promise<void> {
  const alone = () => Promise.all(all.map((one) => insertAlone(db, one.given).then(one.resolve, one.reject)));
  if (all.length === 1) return void (await alone());
  try {
    const inserted = await insertAll(
      db,
      all.map((one) => one.given),
    );
    for (const [index, one] of all.entries()) one.resolve(inserted[index] ?? { count: null, id: null });
  } catch (error) {
    if (!isOutage(error)) return void (await alone());
    for (const one of all) one.reject(error);
  }
}

async function insertAll(db: Kysely<Database>, all: readonly InsertInRoom[]): Promise<InsertedRow[]> {
  const [first] = all;
  if (!first) return [];
  const name = ['together', first.table, ...Object.keys(first.row)].join(' ');
  const statement = preparedOnce<readonly InsertInRoom[], InsertedRow>(db, name, () => oneStatement(db, first));
  return (await db.executeQuery(statement(all))).rows;
}

/** In the same order everywhere, so that two of these never wait for each other: by person, then by key. */
function oneStatement(db: Kysely<Database>, { table, entry, row, audit }: InsertInRoom) {
  const limit = new Slot<readonly InsertInRoom[]>((all) => all[0]?.limit);
  const guarded = wantEntry(db, entry)
    .returning(['gateway_id', 'resource', 'natural_key_hmac'])
    .columns(['id', 'gateway_id', 'resource', 'natural_key_hmac', 'spec_sealed', 'owner_user_id', 'desired'])
    .expression(
      sql`select id, gateway_id, resource, natural_key_hmac, spec_sealed, owner_user_id, 'present'
        from given join room using (owner_user_id) where count < ${limit} order by gateway_id, natural_key_hmac`,
    );
  return sql<InsertedRow>`
    with given as materialized (${rowsOf('gateway_entries', 'entry')}),
      room as materialized (
        select owner_user_id, count_owned(${table}, owner_user_id) as count
        from (select owner_user_id from given order by owner_user_id) owners),
      entry as (${guarded}),
      taken as (
        select given.ordinality, entry.id from given join entry using (gateway_id, resource, natural_key_hmac)),
      owned as (${insertTaken(table, 'row', Object.keys(row))}),
      audited as (${insertTaken('audit_entries', 'audit', Object.keys(audit))})
    select count, taken.id from given join room using (owner_user_id) left join taken using (ordinality)
    order by ordinality`;
}

function insertTaken(table: string, part: 'row' | 'audit', names: readonly string[]) {
  const columns = [...names, ...(part === 'row' ? ['entry_id'] : [])].map((name) => sql.ref(name));
  const values = [...names.map((name) => sql.ref(`r.${name}`)), ...(part === 'row' ? [sql.ref('taken.id')] : [])];
  return sql`insert into ${sql.table(table)} (${sql.join(columns)})
    select ${sql.join(values)} from taken join (${rowsOf(table, part)}) r using (ordinality)`;
}

/** Values travel as JSON, so that PostgreSQL gives them the columns' types. */
function rowsOf(table: string, part: 'entry' | 'row' | 'audit') {
  const json = new Slot<readonly InsertInRoom[]>((all) => JSON.stringify(all.map((one) => withHex(one[part]))));
  return sql`select * from jsonb_populate_recordset(null::${sql.table(table)}, ${json}::jsonb) with ordinality`;
}

const withHex = (row: object): object =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, Buffer.isBuffer(value) ? `\\x${value.toString('hex')}` : value]),
  );
