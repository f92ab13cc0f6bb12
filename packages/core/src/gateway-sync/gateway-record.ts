import type { GatewayHealth, GatewayPolicy, GatewayProblem, RivalNotice } from '@gatehouse/contracts/gateways';
import { newId } from '@gatehouse/db/ids';
import type { Database } from '@gatehouse/db/schema';
import { type Kysely, sql } from 'kysely';

type Db = Kysely<Database>;

export type RunState = {
  policy: GatewayPolicy;
  /** As the last run found them; null before the first. */
  version: string | null;
  build: string | null;
  isLockedOut: boolean;
  health: GatewayHealth;
  /** As far as anybody knows its management key is right. */
  isProven: boolean;
  /** Another one after whatever anybody changed of the gateway here. */
  revision: string;
  /** `<resource> <hex HMAC of the natural key>` of strangers that nobody wants to hear of. */
  ignored: ReadonlySet<string>;
};

export const ignoredKey = (resource: string, keyHmac: string): string => `${resource} ${keyHmac}`;

/** What a run has to know of its gateway, in one statement. */
export async function selectRunState(db: Db, gatewayId: string): Promise<RunState | null> {
  const { rows } = await sql<Omit<RunState, 'ignored'> & { ignored: string[] }>`
    select policy, version, build, health, xmin::text as revision, coalesce(locked_out_until > now(), false) as "isLockedOut", health <> 'locked-out' as "isProven",
      array(select resource || ' ' || encode(natural_key_hmac, 'hex') from gateway_ignored_entries i
        where i.gateway_id = g.id) as ignored
    from gateways g where id = ${gatewayId}`.execute(db);
  const [row] = rows;
  return row ? { ...row, ignored: new Set(row.ignored) } : null;
}

export type GatewayFindings = {
  health: GatewayHealth;
  problem: GatewayProblem | null;
  version?: string;
  build?: string;
  startedAt?: Date;
  unmanaged?: Record<string, number>;
  /** Left out: nothing was found out about it. */
  rival?: RivalNotice['reason'] | null;
  lockedOutForMs?: number;
};

/** Writes down how the gateway stands and tells what is different. Answers whether a page would look different now. */
export async function recordGateway(db: Db, gatewayId: string, findings: GatewayFindings): Promise<boolean> {
  const { health, rival } = findings;
  const [version, build, startedAt] = [findings.version, findings.build, findings.startedAt].map(
    (value) => value ?? null,
  );
  const problem = findings.problem && JSON.stringify(findings.problem);
  const notice = rival ? JSON.stringify({ since: new Date(), reason: rival }) : null;
  const { rows } = await sql<{ changed: boolean }>`
    with before as (
      select id, health, problem, version, build, restarted_at, rival from gateways where id = ${gatewayId} for update
    ), told as (${tell(findings)})
    update gateways g set
      health = ${health},
      problem = ${problem}::jsonb,
      version = coalesce(${version}, g.version),
      build = coalesce(${build}, g.build),
      restarted_at = coalesce(${startedAt}::timestamptz, g.restarted_at),
      rival = case when ${rival === undefined} then g.rival when ${notice}::jsonb is null then null
        else coalesce(g.rival, ${notice}::jsonb) end,
      unmanaged = coalesce(${findings.unmanaged ? JSON.stringify(findings.unmanaged) : null}::jsonb, g.unmanaged),
      locked_out_until = now() + ${findings.lockedOutForMs ?? null}::integer * interval '1 millisecond',
      checked_at = now()
    from before
    where g.id = before.id
    returning before.health <> g.health or before.problem is distinct from g.problem
      or before.rival is distinct from g.rival or before.version is distinct from g.version as changed`.execute(db);
  return rows[0]?.changed ?? false;
}

/** The first look at a gateway is no news. */
function tell({ health, problem, ...found }: GatewayFindings) {
  const [version, build, startedAt, rival] = [found.version, found.build, found.startedAt, found.rival].map(
    (value) => value ?? null,
  );
  const healthKind = health === 'locked-out' ? 'locked-out' : 'health-changed';
  return sql`
    insert into gateway_events (id, gateway_id, kind, details, resolved_at)
    select e.id, before.id, e.kind, jsonb_strip_nulls(e.details), now()
    from before cross join lateral (values
      (${newId()}::uuid, ${healthKind}::text,
        jsonb_build_object('from', before.health, 'to', ${health}::text, 'problem', ${problem?.code ?? null}::text),
        before.health <> ${health}::text and before.health <> 'unknown'),
      (${newId()}::uuid, 'version-changed',
        jsonb_build_object('from', concat_ws(' ', before.version, before.build),
          'to', concat_ws(' ', ${version}::text, ${build}::text)),
        before.version <> ${version}::text or before.build <> ${build}::text),
      (${newId()}::uuid, 'restarted',
        jsonb_build_object('at', to_json(${startedAt}::timestamptz)),
        before.restarted_at <> ${startedAt}::timestamptz),
      (${newId()}::uuid, 'rival-suspected', jsonb_build_object('reason', ${rival}::text),
        before.rival is null and ${rival}::text is not null)
    ) as e(id, kind, details, happened) where e.happened`;
}
