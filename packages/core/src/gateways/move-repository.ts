import type { Database } from '@gatehouse/db/schema';
import { type Kysely, sql, type Transaction } from 'kysely';
import { type PreparedEntry, wantEntries } from '../gateway-sync/index.ts';

export type Movable = Omit<PreparedEntry, 'owner_user_id'> & {
  owner_user_id: string;
  /** Of a client key, which not every gateway lets expire by itself. */
  expires_at: Date | null;
  /** Of a client key: the team that it belongs to. */
  team_id: string | null;
};

/** What it is at the other gateway, where it may be recognised by something else. */
export type Moving = { from: string; entry: PreparedEntry };

/** What people have there and is not on its way already. The sentinel stays: it keeps the gateway closed. */
export async function selectMovable(tx: Transaction<Database>, gatewayId: string): Promise<Movable[]> {
  const rows = await tx
    .selectFrom('gateway_entries as e')
    .leftJoin('client_keys as k', (join) => join.onRef('k.entry_id', '=', 'e.id').on('k.revoked_at', 'is', null))
    .select(['e.id', 'e.gateway_id', 'e.resource', 'e.natural_key_hmac', 'e.spec_sealed', 'e.owner_user_id'])
    .select(['k.expires_at', 'k.team_id'])
    .where('e.gateway_id', '=', gatewayId)
    .where('e.desired', '=', 'present')
    .where('e.moved_to', 'is', null)
    .where('e.owner_user_id', 'is not', null)
    .orderBy('e.id')
    .forUpdate('e')
    .execute();
  return rows.flatMap(({ owner_user_id, spec_sealed, ...row }) =>
    owner_user_id && spec_sealed ? [{ ...row, owner_user_id, spec_sealed }] : [],
  );
}

const perStatement = 500;

export type Given = { moved: { from: string; to: string }[]; taken: string[]; ownerIds: string[] };

/** Wants the entries there, hands over what says whose they are, and notes where each went. */
export async function giveTo(tx: Transaction<Database>, gatewayId: string, moving: readonly Moving[]): Promise<Given> {
  const given: Given = { moved: [], taken: [], ownerIds: [] };
  const ownerIds = new Set<string>();
  for (let start = 0; start < moving.length; start += perStatement) {
    const batch = moving.slice(start, start + perStatement);
    const wanted = await wantEntries(
      tx,
      batch.map(({ entry }) => entry),
    )
      .returning(['id', 'resource', 'natural_key_hmac'])
      .execute();
    const idOf = new Map(wanted.map((row) => [identity(row), row.id]));
    for (const { from, entry } of batch) {
      const to = idOf.get(identity(entry));
      if (to) given.moved.push({ from, to });
      else given.taken.push(from);
      if (to && entry.owner_user_id) ownerIds.add(entry.owner_user_id);
    }
  }
  await handOver(tx, gatewayId, given.moved);
  return { ...given, ownerIds: [...ownerIds] };
}

const identity = (row: Pick<PreparedEntry, 'resource' | 'natural_key_hmac'>): string =>
  `${row.resource} ${row.natural_key_hmac.toString('hex')}`;

async function handOver(tx: Transaction<Database>, gatewayId: string, moved: Given['moved']): Promise<void> {
  const pairs = sql`jsonb_to_recordset(${JSON.stringify(moved)}::jsonb) as m("from" uuid, "to" uuid)`;
  for (const [table, endedAt] of [
    ['provider_keys', 'removed_at'],
    ['custom_providers', 'removed_at'],
    ['client_keys', 'revoked_at'],
  ] as const)
    await sql`
      update ${sql.table(table)} t set gateway_id = ${gatewayId}, entry_id = m."to" from ${pairs}
      where t.entry_id = m."from" and ${sql.ref(`t.${endedAt}`)} is null`.execute(tx);
  await sql`update gateway_entries e set moved_to = m."to" from ${pairs} where e.id = m."from"`.execute(tx);
}

/** As read back from both gateways. */
export async function countMoved(
  db: Kysely<Database>,
  moved: Given['moved'],
): Promise<{ confirmedThere: number; leftHere: number }> {
  const { rows } = await sql<{ confirmedThere: number; leftHere: number }>`
    select count(*) filter (where there.status = 'applied' and there.observed_generation = there.generation)::integer
        as "confirmedThere",
      count(*) filter (where here.desired = 'absent' and here.status = 'applied')::integer as "leftHere"
    from jsonb_to_recordset(${JSON.stringify(moved)}::jsonb) as m("from" uuid, "to" uuid)
    join gateway_entries here on here.id = m."from" join gateway_entries there on there.id = m."to"`.execute(db);
  return rows[0] ?? { confirmedThere: 0, leftHere: 0 };
}
