import type { GatewayProblem } from '@gatehouse/contracts/gateways';
import type { UsageGap } from '@gatehouse/contracts/usage';
import { newId } from '@gatehouse/db/ids';
import { sql } from 'kysely';

export type Gap = { reason: UsageGap['reason']; since: Date; until: Date | null };

/** How far reading had come when a read began, by the database's clock. */
export type Progress = {
  now: Date;
  readAt: Date;
  /** A read that began then has not ended as far as anybody knows. */
  readingAt: Date | null;
  isDestructive: boolean;
  retentionSeconds: number;
  /** Of the last read, if it did not arrive. */
  problem: GatewayProblem | null;
};

/** So long after the last read the next one should have begun. */
const pauseMs = 15_000;

export const isAfterPause = ({ now, readAt }: Progress): boolean => now.getTime() - readAt.getTime() > pauseMs;

/**
 * What may have got lost before a read that arrived. Records wait at a gateway as long as it keeps them and runs; while it
 * could not be reached it may have been down, and lost them. Where nothing is taken away, nothing gets lost. Pure.
 */
export function gapsBefore(progress: Progress): Gap[] {
  const { now, readAt, readingAt, isDestructive, retentionSeconds, problem } = progress;
  if (!isDestructive) return [];
  const forgotten = new Date(now.getTime() - retentionSeconds * 1000);
  const until = problem?.code === 'unreachable' ? now : forgotten;
  return [
    ...(readingAt ? [{ reason: 'answer-lost' as const, since: readAt, until: now }] : []),
    ...(until > readAt ? [{ reason: 'not-collected' as const, since: readAt, until }] : []),
  ];
}

/** A gap that is told again, later, lasts until then; one that is open stays open. */
export const insertGaps = (gatewayId: string, gaps: readonly Gap[]) => sql`
  insert into usage_gaps (id, gateway_id, reason, since, until)
  select id, ${gatewayId}::uuid, reason, since, until
  from jsonb_to_recordset(${JSON.stringify(gaps.map((gap) => ({ id: newId(), ...gap })))}::jsonb)
    as gap(id uuid, reason text, since timestamptz, until timestamptz)
  on conflict (gateway_id, reason, since) where inbox_id is null do update set
    until = case when usage_gaps.until is not null then greatest(usage_gaps.until, excluded.until) end`;
