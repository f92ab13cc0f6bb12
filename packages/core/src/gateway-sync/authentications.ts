import { setTimeout as sleep } from 'node:timers/promises';
import type { GatewayProblem } from '@gatehouse/contracts/gateways';
import { sql } from 'kysely';
import type { Services } from '../context/index.ts';

/** A gateway locks a caller out after five wrong keys. All processes together stay well below. */
const limit = 3;
const windowMs = 30 * 60_000;
/**
 * A try that never ended, with a key that was right a moment ago, says nothing for longer than this: as long as the lease
 * of the process that died. Three that died in a row would otherwise keep the next one from the gateway for longer.
 */
const provenWindowMs = 10_000;
const handBackForMs = 60_000;

type Needs = Pick<Services, 'db' | 'hmac'>;
type Slot = { addressHmac: Buffer; countedUntil: string };

/**
 * Runs what authenticates at a gateway, if fewer than three tries have failed there within the last 30 minutes: in any
 * process, by a run, a probe or a person. A try counts while it lasts, so that simultaneous ones cannot fail together.
 */
export async function authenticate<T>(
  services: Needs,
  gateway: { baseUrl: string; isProven: boolean },
  work: () => Promise<T>,
  problemOf: (result: T) => GatewayProblem | null,
): Promise<{ ok: true; result: T } | { ok: false; problem: GatewayProblem }> {
  const slot = await takeSlot(services, gateway);
  if ('problem' in slot) return { ok: false, problem: slot.problem };
  let hasFailed = false;
  try {
    const result = await work();
    hasFailed = isRefusal(problemOf(result));
    return { ok: true, result };
  } finally {
    await endSlot(services, slot, hasFailed);
  }
}

/** Whether the gateway may have counted a wrong key. */
const isRefusal = (problem: GatewayProblem | null): boolean =>
  problem !== null && ['unauthorized', 'circuit_open'].includes(problem.code);

const live = sql`array(select t from unnest(held.counted_until) t where t > clock_timestamp())`;

async function takeSlot(
  { db, hmac }: Needs,
  { baseUrl, isProven }: { baseUrl: string; isProven: boolean },
): Promise<Slot | { problem: GatewayProblem }> {
  const addressHmac = hmac('gateway-address', new URL(baseUrl).origin);
  const until = sql`clock_timestamp() + ${isProven ? provenWindowMs : windowMs}::integer * interval '1 millisecond'`;
  // Each slot has a time of its own, so that ending one ends no other: the first one that is free. Never later than that,
  // or a try of a moment would count as long as one that failed.
  const free = sql`(select min(t) from (select ${until} as first) f,
      lateral (select first + n * interval '1 microsecond' as t from generate_series(0, ${limit}::integer) n) c
    where t <> all(held.counted_until))`;
  const { rows } = await sql<{ countedUntil: string }>`
    insert into gateway_authentications as held (address_hmac, counted_until) values (${addressHmac}, array[${until}])
    on conflict (address_hmac) do update set counted_until = ${live} || ${free}
    where cardinality(${live}) < ${limit}
    returning counted_until[cardinality(counted_until)]::text as "countedUntil"`.execute(db);
  const [row] = rows;
  return row ? { addressHmac, countedUntil: row.countedUntil } : { problem: await waitingProblem(db, addressHmac) };
}

async function waitingProblem(db: Needs['db'], addressHmac: Buffer): Promise<GatewayProblem> {
  const { rows } = await sql<{ seconds: number }>`
    select extract(epoch from min(t) - clock_timestamp())::double precision as seconds
    from gateway_authentications, unnest(counted_until) t
    where address_hmac = ${addressHmac} and t > clock_timestamp()`.execute(db);
  const retryAfterSeconds = Math.max(1, Math.ceil(rows[0]?.seconds ?? 1));
  const minutes = Math.ceil(retryAfterSeconds / 60);
  return {
    code: 'circuit_open',
    message: `Three tries with a wrong management key within 30 minutes are enough: two more and the gateway would lock this server out. Try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`,
    retryAfterSeconds,
  };
}

/** Where the database is away right now, as soon as it answers: three places that nobody ends would stop everything. */
async function endSlot(services: Needs, slot: Slot, hasFailed: boolean): Promise<void> {
  try {
    await writeEnd(services, slot, hasFailed);
  } catch {
    void endSlotLater(services, slot, hasFailed);
  }
}

async function endSlotLater(services: Needs, slot: Slot, hasFailed: boolean): Promise<void> {
  const forgottenAt = Date.now() + handBackForMs;
  while (Date.now() < forgottenAt) {
    await sleep(250, undefined, { ref: false });
    const isAnswered = await writeEnd(services, slot, hasFailed).then(
      () => true,
      () => false,
    );
    if (isAnswered) return;
  }
}

/** A refusal counts also where its place has run out and was forgotten meanwhile. */
async function writeEnd({ db }: Needs, { addressHmac, countedUntil }: Slot, hasFailed: boolean): Promise<void> {
  const without = sql`array_remove(held.counted_until, ${countedUntil}::timestamptz)`;
  const failed = sql`clock_timestamp() + ${windowMs}::integer * interval '1 millisecond'`;
  await (hasFailed
    ? sql`
      insert into gateway_authentications as held (address_hmac, counted_until) values (${addressHmac}, array[${failed}])
      on conflict (address_hmac) do update set counted_until = ${without} || ${failed}`
    : sql`update gateway_authentications held set counted_until = ${without} where address_hmac = ${addressHmac}`
  ).execute(db);
}

/** Housekeeping: addresses at which nothing has failed lately. */
export async function removeEndedAuthentications(db: Needs['db']): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from gateway_authentications
    where not exists (select from unnest(counted_until) t where t > clock_timestamp())`.execute(db);
  return Number(numAffectedRows ?? 0);
}
