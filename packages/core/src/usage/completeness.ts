import type { UsageGap, UsageSummary } from '@gatehouse/contracts/usage';
import type { Database } from '@gatehouse/db/schema';
import { type Kysely, sql } from 'kysely';

export type Span = { since: Date; until: Date };

type GapRow = { gatewayId: string; gatewayName: string; from: Date; until: Date | null; reason: UsageGap['reason'] };

/** More gaps than anybody reads: of one gateway and reason they become one that spans them all. */
const mostGaps = 100;

/** What may be missing in a span of time, and until when everything was read. */
export async function selectCompleteness(
  db: Kysely<Database>,
  gatewayId: string | null,
  { since, until }: Span,
): Promise<Pick<UsageSummary, 'gaps' | 'asOf' | 'completeThrough'>> {
  const isAsked = gatewayId === null ? sql<boolean>`true` : sql<boolean>`g.id = ${gatewayId}::uuid`;
  const { rows: gaps } = await sql<GapRow>`
    select g.id as "gatewayId", g.name as "gatewayName", gap.since as "from", gap.until, gap.reason
    from gateways g join (
      select gateway_id, since, until, reason from usage_gaps
      union all ${standingStill}
    ) gap on gap.gateway_id = g.id
    where ${isAsked} and gap.since < ${until} and coalesce(gap.until > ${since}, true)
    order by gap.since, g.name, gap.reason`.execute(db);
  const { rows } = await sql<{ asOf: Date; completeThrough: Date | null }>`
    select now() as "asOf", case when bool_and(c.complete_at is not null) then min(least(c.complete_at, waiting.since)) end
      as "completeThrough"
    from gateways g left join usage_collectors c on c.gateway_id = g.id
    left join lateral (select min(read_after) as since from usage_inbox i
      where i.gateway_id = g.id and i.unreadable_at is null) waiting on true
    where g.removed_at is null and ${isAsked}`.execute(db);
  const { asOf = new Date(), completeThrough = null } = rows[0] ?? {};
  return { gaps: gaps.length > mostGaps ? spanned(gaps) : gaps, asOf, completeThrough };
}

/** Nobody has read it for longer than it keeps what nobody reads, or ever: nothing that is written down says so yet. */
const standingStill = sql`
  select g.id, coalesce(c.read_at, g.created_at), null, 'not-collected'
  from gateways g left join usage_collectors c on c.gateway_id = g.id
  where g.removed_at is null and coalesce(
    c.is_destructive and c.read_at < now() - c.retention_seconds * interval '1 second',
    c.gateway_id is null and g.created_at < now() - interval '1 minute')`;

function spanned(gaps: readonly GapRow[]): UsageGap[] {
  const spans = new Map<string, GapRow>();
  for (const gap of gaps) {
    const name = `${gap.gatewayId} ${gap.reason}`;
    const known = spans.get(name) ?? gap;
    const until = known.until && gap.until ? new Date(Math.max(known.until.getTime(), gap.until.getTime())) : null;
    spans.set(name, { ...known, until });
  }
  return [...spans.values()];
}
