import type { AuditEntryView } from '@gatehouse/contracts/audit';
import { newId } from '@gatehouse/db/ids';
import type { Database } from '@gatehouse/db/schema';
import type { Transaction } from 'kysely';
import { type Actor, labelOf } from '../actor/index.ts';
import { permit } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';

export type AuditFacts = {
  /** Resource and past-tense verb: `provider-key.contributed`. */
  action: string;
  resource: string;
  resourceId: string | null;
  /** Plain facts for a reader. Never a secret: only strings, numbers and booleans that a view shows as well. */
  details?: Record<string, string | number | boolean | null>;
};

/** Who did it, and in which request; background work has none. */
export type AuditSource = { actor: Actor; requestId: string | null };

/** The row of one audit entry, for use cases that write it together with others in one statement. */
export function auditRow(ctx: AuditSource, facts: AuditFacts) {
  return {
    id: newId(),
    actor_type: ctx.actor.type,
    actor_user_id: ctx.actor.type === 'user' ? ctx.actor.userId : null,
    actor_label: labelOf(ctx.actor),
    action: facts.action,
    resource: facts.resource,
    resource_id: facts.resourceId,
    details: facts.details ?? {},
    request_id: ctx.requestId,
  };
}

/** In the transaction of what it tells about: either both are there or neither. */
export async function audit(tx: Transaction<Database>, ctx: AuditSource, facts: AuditFacts): Promise<void> {
  await tx.insertInto('audit_entries').values(auditRow(ctx, facts)).execute();
}

/** Newest first; pass the last id to get the page after it. */
export async function listAuditEntries(
  ctx: Context,
  input: { before?: string | undefined; limit: number },
): Promise<AuditEntryView[]> {
  permit(ctx, 'audit:read');
  let query = ctx.replica
    .selectFrom('audit_entries')
    .select(['id', 'at', 'actor_label', 'action', 'resource', 'resource_id', 'details', 'request_id'])
    .orderBy('id', 'desc')
    .limit(input.limit);
  if (input.before !== undefined) query = query.where('id', '<', input.before);
  const rows = await query.execute();
  return rows.map((row) => ({
    id: row.id,
    at: row.at,
    actor: row.actor_label,
    action: row.action,
    resource: row.resource,
    resourceId: row.resource_id,
    details: row.details,
    requestId: row.request_id,
  }));
}
