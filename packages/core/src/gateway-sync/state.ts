import type { EntryState, GatewayProblem } from '@gatehouse/contracts/gateways';
import type { GatewayEntriesTable } from '@gatehouse/db/schema';
import { type Expression, type Selectable, type SqlBool, sql } from 'kysely';

type StateColumns = Pick<Selectable<GatewayEntriesTable>, 'status' | 'desired' | 'problem' | 'applied_at'>;

/** The columns that `stateOf` needs, for queries that join an entry. */
export const stateColumns = [
  'gateway_entries.status',
  'gateway_entries.desired',
  'gateway_entries.problem',
  'gateway_entries.applied_at',
] as const;

/** How an entry stands, as every view shows it. */
export const stateOf = (row: StateColumns): EntryState => ({
  status: row.status,
  desired: row.desired,
  problem: row.problem as GatewayProblem | null,
  appliedAt: row.applied_at,
});

/** For lists: what is there, and what was ended but is not yet confirmed to have left its gateway. */
export const isShown = (endedAt: string): Expression<SqlBool> =>
  sql<SqlBool>`(${sql.ref(endedAt)} is null
    or (gateway_entries.desired = 'absent' and gateway_entries.status <> 'applied'))`;
