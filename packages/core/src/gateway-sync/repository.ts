import type { GatewayHealth, GatewayProblem, Resource } from '@gatehouse/contracts/gateways';
import type { Database } from '@gatehouse/db/schema';
import { type Kysely, sql } from 'kysely';

type Db = Kysely<Database>;

/** Proof of being the one writer of a gateway: results are recorded only while it holds. */
export type Fence = { name: string; holder: string; epoch: number };

export type EntryRow = Awaited<ReturnType<typeof selectEntries>>[number];

export function selectEntries(db: Db, gatewayId: string, resource: Resource) {
  return db
    .selectFrom('gateway_entries')
    .select([
      'id',
      'natural_key_hmac',
      'spec_sealed',
      'base_sealed',
      'desired',
      'generation',
      'observed_generation',
      'status',
      'reverted_at',
      'attempts',
    ])
    .where('gateway_id', '=', gatewayId)
    .where('resource', '=', resource)
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
};

export type ChangedEntry = { id: string; resource: Resource; owner_user_id: string | null };

/** One statement. A row whose generation has moved on keeps its state: the next pass sees the newer wish. */
export async function recordUpdates(db: Db, fence: Fence, updates: readonly EntryUpdate[]): Promise<ChangedEntry[]> {
  if (updates.length === 0) return [];
  const { rows } = await sql<ChangedEntry>`
    update gateway_entries e set
      status = r.status,
      problem = r.problem,
      observed_generation = case when r."isConfirmed" then e.generation else e.observed_generation end,
      applied_at = case when r."isConfirmed" then now() else e.applied_at end,
      base_sealed = case when r."isConfirmed" then case e.desired when 'present' then e.spec_sealed end else e.base_sealed end,
      spec_sealed = case when r."isConfirmed" and e.desired = 'absent' then null else e.spec_sealed end,
      reverted_at = case when r."wasReverted" then (e.reverted_at || now())[greatest(cardinality(e.reverted_at) - 8, 1):]
        else e.reverted_at end,
      attempts = r.attempts,
      next_attempt_at = now() + r."retryInMs" * interval '1 millisecond',
      updated_at = now()
    from jsonb_to_recordset(${JSON.stringify(updates)}::jsonb) as r(
      id uuid, generation integer, status text, problem jsonb, "isConfirmed" boolean, "wasReverted" boolean,
      attempts integer, "retryInMs" integer)
    where e.id = r.id and e.generation = r.generation and ${holdsLease(fence)}
    returning e.id, e.resource, e.owner_user_id`.execute(db);
  return rows;
}

/** The gateway could not even be read: everything that waits for it says why and waits longer each time, up to 5 minutes. */
export async function postponeEntries(db: Db, gatewayId: string, problem: GatewayProblem): Promise<ChangedEntry[]> {
  return db
    .updateTable('gateway_entries')
    .set({
      problem: JSON.stringify(problem),
      attempts: sql`attempts + 1`,
      next_attempt_at: sql`now() + least(300, power(2, least(attempts, 9))) * interval '1 second'`,
      updated_at: sql`now()`,
    })
    .where('gateway_id', '=', gatewayId)
    .where('status', 'in', unconfirmed)
    .where('next_attempt_at', '<=', sql<Date>`now()`)
    .returning(['id', 'resource', 'owner_user_id'])
    .execute();
}

/** An operator wants it tried again: nothing stays held, and nothing waits any longer. */
export async function releaseHeldEntries(db: Db, gatewayId: string): Promise<void> {
  await db
    .updateTable('gateway_entries')
    .set({
      status: 'pending',
      attempts: 0,
      reverted_at: sql`'{}'`,
      next_attempt_at: sql`now()`,
      updated_at: sql`now()`,
    })
    .where('gateway_id', '=', gatewayId)
    .where('status', '!=', 'applied')
    .execute();
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

export async function isLockedOut(db: Db, gatewayId: string): Promise<boolean> {
  const row = await db
    .selectFrom('gateways')
    .select('id')
    .where('id', '=', gatewayId)
    .where('locked_out_until', '>', sql<Date>`now()`)
    .executeTakeFirst();
  return row !== undefined;
}

export type GatewayFindings = {
  health: GatewayHealth;
  problem: GatewayProblem | null;
  version?: string;
  unmanaged?: Record<string, number>;
  lockedOutForMs?: number;
};

/** Answers whether health or problem is different from before. */
export async function recordGateway(db: Db, gatewayId: string, findings: GatewayFindings): Promise<boolean> {
  const problem = findings.problem && JSON.stringify(findings.problem);
  const { rows } = await sql<{ changed: boolean }>`
    update gateways g set
      health = ${findings.health},
      problem = ${problem}::jsonb,
      version = coalesce(${findings.version ?? null}, g.version),
      unmanaged = coalesce(${findings.unmanaged ? JSON.stringify(findings.unmanaged) : null}::jsonb, g.unmanaged),
      locked_out_until = now() + ${findings.lockedOutForMs ?? null}::integer * interval '1 millisecond',
      checked_at = now()
    from (select id, health, problem from gateways where id = ${gatewayId} for update) before
    where g.id = before.id
    returning before.health <> g.health or before.problem is distinct from g.problem as changed`.execute(db);
  return rows[0]?.changed ?? false;
}

const holdsLease = ({ name, holder, epoch }: Fence) => sql<boolean>`
  exists (select from leases where name = ${name} and holder = ${holder} and epoch = ${epoch} and expires_at > now())`;
