import type { GatewayDriver } from '@gatehouse/gateways/driver';
import { sql } from 'kysely';
import type { Services } from '../context/index.ts';
import { type Gap, insertGaps } from './gaps.ts';
import type { Begun } from './progress.ts';

const everyMs = 60_000;
/** At most so long before a restart the last read was, if nothing kept it from reading. */
const beforeRestartMs = 15_000;
/** A new version is noticed by the next look at the gateway. */
const beforeNewVersionMs = 90_000;

type At = { gatewayId: string; driver: GatewayDriver; begun: Begun };

/** Once a minute: whether the gateway counts at all, for how long it keeps what it counts, and whether it was restarted. */
export async function lookAround({ db }: Pick<Services, 'db'>, { gatewayId, driver, begun }: At): Promise<void> {
  const { now, settingsCheckedAt, readAt, restartsSeenAt } = begun;
  if (!driver.settings || now.getTime() - (settingsCheckedAt?.getTime() ?? 0) < everyMs) return;
  const answer = await driver.settings.readSettings();
  if (!answer.ok) return;
  const isOff = !answer.settings['usage-statistics'];
  const { gaps, seenAt } = await restartsOf(db, gatewayId, restartsSeenAt);
  const since = settingsCheckedAt ?? readAt;
  if (isOff && !(await isKnownOff(db, gatewayId))) gaps.push({ reason: 'switched-off', since, until: null });
  await sql`
    with told as (${insertGaps(gatewayId, gaps)}),
    ended as (
      update usage_gaps set until = ${now}
      where ${!isOff} and gateway_id = ${gatewayId} and reason = 'switched-off' and until is null
    )
    update usage_collectors set settings_checked_at = ${now}, restarts_seen_at = ${seenAt},
      retention_seconds = ${answer.settings['usage-retention']}
    where gateway_id = ${gatewayId}`.execute(db);
}

async function isKnownOff(db: Services['db'], gatewayId: string): Promise<boolean> {
  const row = await db
    .selectFrom('usage_gaps')
    .select('id')
    .where('gateway_id', '=', gatewayId)
    .where('reason', '=', 'switched-off')
    .where('until', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}

type Restart = { seenAt: Date; at: Date; isExact: boolean; pausedFrom: Date | null; pausedUntil: Date | null };

/** What nobody had read by then was only in the gateway's memory. */
async function restartsOf(db: Services['db'], gatewayId: string, after: Date): Promise<{ gaps: Gap[]; seenAt: Date }> {
  const { rows } = await sql<Restart>`
    select e.at as "seenAt", coalesce((e.details ->> 'at')::timestamptz, e.at) as at, e.kind = 'restarted' as "isExact",
      c.paused_from as "pausedFrom", c.paused_until as "pausedUntil"
    from gateway_events e join usage_collectors c on c.gateway_id = e.gateway_id
    where e.gateway_id = ${gatewayId} and e.kind in ('restarted', 'version-changed') and e.at > ${after}
      and c.is_destructive
    order by e.at`.execute(db);
  return { gaps: rows.map(gapOf), seenAt: rows.at(-1)?.seenAt ?? after };
}

function gapOf({ at, isExact, pausedFrom, pausedUntil }: Restart): Gap {
  const usual = new Date(at.getTime() - (isExact ? beforeRestartMs : beforeNewVersionMs));
  const isInPause = pausedFrom && pausedUntil && pausedFrom < usual && usual < pausedUntil;
  return { reason: 'restarted', since: isInPause ? pausedFrom : usual, until: at };
}
