import type { GatewayProblem, Resource } from '@gatehouse/contracts/gateways';
import type { Database } from '@gatehouse/db/schema';
import { type Kysely, sql } from 'kysely';
import type { EntryEvent } from './event-of.ts';

type Db = Kysely<Database>;

/** Proof of being the one writer of a gateway: results are recorded only while it holds. */
export type Fence = { name: string; holder: string; epoch: number };

export type EntryRow = Awaited<ReturnType<typeof selectEntries>>[number];
export type UnconfirmedRow = Awaited<ReturnType<typeof selectUnconfirmed>>[number];

const entryColumns = [
  'id',
  'resource',
  'owner_user_id',
  'natural_key_hmac',
  'spec_sealed',
  'base_sealed',
  'desired',
  'generation',
  'observed_generation',
  'status',
  'problem',
  'applied_at',
  'reverted_at',
  'attempts',
] as const;

export function selectEntries(db: Db, gatewayId: string, resource: Resource) {
  return db
    .selectFrom('gateway_entries')
    .select(entryColumns)
    .where('gateway_id', '=', gatewayId)
    .where('resource', '=', resource)
    .orderBy('id')
    .execute();
}

/** Of all resources: what may be different from how a run left it. */
export function selectUnconfirmed(db: Db, gatewayId: string) {
  return db
    .selectFrom('gateway_entries')
    .select(entryColumns)
    .select(sql<boolean>`next_attempt_at <= now()`.as('is_due'))
    .where('gateway_id', '=', gatewayId)
    .where('status', 'in', unconfirmed)
    .orderBy('id')
    .execute();
}

/** What a pass found out about one entry, at the generation that it had looked at. */
export type EntryUpdate = {
  id: string;
  generation: number;
  status: EntryRow['status'];
  problem: GatewayProblem | null;
  /** The gateway was seen to be as desired: desired becomes the base of the next merge. */
  isConfirmed: boolean;
  /** Somebody else had undone it. */
  wasReverted: boolean;
  attempts: number;
  retryInMs: number;
  /** To be told of, in the statement that records the update. */
  event?: EntryEvent & { id: string };
};

/** What an entry is called by those who know it, removed ones too. Never a secret. */
export function labelOf(entryId: string, ownerUserId: string) {
  const id = sql.ref(entryId);
  return sql<string>`coalesce(
    (select provider || ' · ' || name from provider_keys where entry_id = ${id} order by id desc limit 1),
    (select display_name from custom_providers where entry_id = ${id} order by id desc limit 1),
    (select name from client_keys where entry_id = ${id} order by id desc limit 1),
    case when ${sql.ref(ownerUserId)} is null then 'Sentinel (keeps the gateway closed)' else 'Removed' end)`;
}

export type ChangedEntry = { id: string; resource: Resource; owner_user_id: string | null };

/**
 * One statement, the events with it. A row whose generation has moved on keeps its state: the next pass sees the newer
 * wish. Answers the rows as they are now.
 */
export async function recordUpdates(db: Db, fence: Fence, updates: readonly EntryUpdate[]): Promise<EntryRow[]> {
  if (updates.length === 0) return [];
  const { rows } = await sql<EntryRow>`
    with found as (
      select * from jsonb_to_recordset(${JSON.stringify(updates)}::jsonb) as r(
        id uuid, generation integer, status text, problem jsonb, "isConfirmed" boolean, "wasReverted" boolean,
        attempts integer, "retryInMs" bigint, event jsonb)
    ), updated as (update gateway_entries e set
      status = r.status,
      problem = r.problem,
      observed_generation = case when r."isConfirmed" then e.generation else e.observed_generation end,
      applied_at = case when r."isConfirmed" then now() else e.applied_at end,
      base_sealed = case when r."isConfirmed" then case e.desired when 'present' then e.spec_sealed end else e.base_sealed end,
      spec_sealed = case when r."isConfirmed" and e.desired = 'absent' then null else e.spec_sealed end,
      reverted_at = case when r."wasReverted" then (e.reverted_at || now())[greatest(cardinality(e.reverted_at) - 8, 1):]
        else e.reverted_at end,
      attempts = r.attempts,
      next_attempt_at = now() + r."retryInMs" * (0.75 + random() / 2) * interval '1 millisecond',
      updated_at = now()
    from found r
    where e.id = r.id and e.generation = r.generation and ${holdsLease(fence)}
    returning e.*, r."isConfirmed", r.event
    ), resolved as (${resolveEvents}), told as (${tellEvents})
    select ${sql.join(entryColumns.map((column) => sql.ref(column)))} from updated`.execute(db);
  return rows;
}

/** What was told of these entries before is over. Rows that the same statement inserts are not visible to this. */
const resolveEvents = sql`
  update gateway_events set resolved_at = now(), action = case action when 'repairing' then 'repaired' else action end
  where resolved_at is null and entry_id in (select id from updated where "isConfirmed")`;

const tellEvents = sql`
  insert into gateway_events (id, gateway_id, kind, entry_id, resource, label, action, resolved_at)
  select (u.event->>'id')::uuid, u.gateway_id, u.event->>'kind', u.id, u.resource, ${labelOf('u.id', 'u.owner_user_id')},
    u.event->>'action', case when u."isConfirmed" then now() end
  from updated u where u.event is not null`;

/** The gateway could not even be read: everything that waits for it says why and waits longer each time, up to 5 minutes. */
export async function postponeEntries(db: Db, gatewayId: string, problem: GatewayProblem): Promise<ChangedEntry[]> {
  return db
    .updateTable('gateway_entries')
    .set({
      problem: JSON.stringify(problem),
      attempts: sql`attempts + 1`,
      next_attempt_at: sql`now() + least(300, power(2, least(attempts, 9))) * (0.75 + random() / 2) * interval '1 second'`,
      updated_at: sql`now()`,
    })
    .where('gateway_id', '=', gatewayId)
    .where('status', 'in', unconfirmed)
    .where('next_attempt_at', '<=', sql<Date>`now()`)
    .returning(['id', 'resource', 'owner_user_id'])
    .execute();
}

/** An operator wants it tried again: nothing stays held, nothing waits any longer, and what was only reported is wished anew. */
export async function releaseHeldEntries(db: Db, gatewayId: string): Promise<void> {
  await db
    .updateTable('gateway_entries')
    .set({
      status: 'pending',
      generation: sql`generation + 1`,
      attempts: 0,
      reverted_at: sql`'{}'`,
      next_attempt_at: sql`now()`,
      updated_at: sql`now()`,
    })
    .where('gateway_id', '=', gatewayId)
    .where('status', '!=', 'applied')
    .execute();
}

/** Another version of the gateway may take what the one before refused or dropped. */
export async function retryRefused(db: Db, gatewayId: string): Promise<void> {
  await db
    .updateTable('gateway_entries')
    .set({ status: 'pending', attempts: 0, next_attempt_at: sql`now()`, updated_at: sql`now()` })
    .where('gateway_id', '=', gatewayId)
    .where('status', '=', 'rejected')
    .where(sql`problem->>'code'`, 'in', ['unsupported', 'dropped'])
    .execute();
}

/** What was moved to this gateway and is confirmed here, or was ended meanwhile, may now leave the gateway it came from. */
export async function makeRoom(db: Db, gatewayId: string): Promise<void> {
  await sql`
    update gateway_entries old set desired = 'absent', generation = old.generation + 1, status = 'pending', problem = null,
      attempts = 0, next_attempt_at = now(), reverted_at = '{}', updated_at = now()
    from gateway_entries here
    where old.moved_to = here.id and old.desired = 'present' and here.gateway_id = ${gatewayId}
      and (here.desired = 'absent' or (here.status = 'applied' and here.observed_generation = here.generation))`.execute(
    db,
  );
}

/** Gateways with work that is due, by the database's clock. */
export async function selectDueGateways(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('gateway_entries')
    .innerJoin('gateways', 'gateways.id', 'gateway_entries.gateway_id')
    .select('gateway_entries.gateway_id')
    .distinct()
    .where('gateway_entries.status', 'in', unconfirmed)
    .where('gateway_entries.next_attempt_at', '<=', sql<Date>`now()`)
    .where('gateways.removed_at', 'is', null)
    .where((eb) =>
      eb.or([eb('gateways.locked_out_until', 'is', null), eb('gateways.locked_out_until', '<=', sql<Date>`now()`)]),
    )
    .execute();
  return rows.map((row) => row.gateway_id);
}

const unconfirmed = ['pending', 'drifted', 'unknown'] as const;

const holdsLease = ({ name, holder, epoch }: Fence) => sql<boolean>`
  exists (select from leases where name = ${name} and holder = ${holder} and epoch = ${epoch} and expires_at > now())`;
