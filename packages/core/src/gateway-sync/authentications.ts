import { setTimeout as sleep } from 'node:timers/promises';
import type { GatewayProblem } from '@gatehouse/contracts/gateways';
import { sql } from 'kysely';
import type { Services } from '../context/index.ts';

/** A gateway locks a caller out after five wrong keys. All processes together stay well below. */
const limit = 3;
const windowMs = 30 * 60_000;
/**
 * A try with a key that was right a moment ago has its place for so long: as long as the lease of a process that dies.
 * If nobody has written down how it ended, it may have failed. With three of those a single one may still try, so that
 * processes that died in a row keep nobody from a gateway whose key is right; one that is answered forgets them.
 */
const provenWindowMs = 10_000;
const limitWithUnended = 4;
const handBackForMs = 60_000;

type Needs = Pick<Services, 'db' | 'hmac'>;
type Slot = { addressHmac: Buffer; countedUntil: string };

/**
 * Runs what authenticates at a gateway, if fewer than three tries have failed there within the last 30 minutes: in any
 * process, by a run, a probe or a person. A try counts while it lasts, so that simultaneous ones cannot fail together.
 * `problemOf`: null where the gateway has taken the key, undefined where it was not asked.
 */
export async function authenticate<T>(
  services: Needs,
  gateway: { baseUrl: string; isProven: boolean },
  work: () => Promise<T>,
  problemOf: (result: T) => GatewayProblem | null | undefined,
): Promise<{ ok: true; result: T } | { ok: false; problem: GatewayProblem }> {
  const slot = await takeSlotInTurn(services, gateway);
  if ('problem' in slot) return { ok: false, problem: slot.problem };
  let end: End = 'unknown';
  try {
    const result = await work();
    end = endOf(problemOf(result));
    return { ok: true, result };
  } finally {
    await endSlot(services, slot, end);
  }
}

type End = 'taken' | 'refused' | 'unknown';

/** `refused`: the gateway may have counted a wrong key. */
function endOf(problem: GatewayProblem | null | undefined): End {
  if (problem === null) return 'taken';
  return problem && ['unauthorized', 'circuit_open'].includes(problem.code) ? 'refused' : 'unknown';
}

/** Several may call at the same moment: each waits its turn for a short time. Places of tries that failed stay taken. */
async function takeSlotInTurn(services: Needs, gateway: { baseUrl: string; isProven: boolean }) {
  for (let attempt = 1; ; attempt += 1) {
    const slot = await takeSlot(services, gateway);
    const isBusy = 'problem' in slot && (slot.problem.retryAfterSeconds ?? 0) * 1000 <= provenWindowMs;
    if (!isBusy || attempt >= mostTurns) return slot;
    await sleep(100 + Math.random() * 100);
  }
}

const mostTurns = 20;

const milliseconds = (count: number) => sql`${count}::integer * interval '1 millisecond'`;
const live = sql`array(select t from unnest(held.counted_until) t where t > clock_timestamp())`;
const unended = sql`array(select t from unnest(held.unended_until) t where t > clock_timestamp())`;
/** From the time at which a try has its place no longer until it cannot have failed within the window. */
const rest = milliseconds(windowMs - provenWindowMs);
const withoutPlace = sql`(select count(*) from unnest(held.unended_until) t
  where t > clock_timestamp() and t - ${rest} <= clock_timestamp())`;

async function takeSlot(
  { db, hmac }: Needs,
  { baseUrl, isProven }: { baseUrl: string; isProven: boolean },
): Promise<Slot | { problem: GatewayProblem }> {
  const addressHmac = hmac('gateway-address', new URL(baseUrl).origin);
  // Each slot has a time of its own, so that ending one ends no other: the first one that is free. Never later than that,
  // or a try of a moment would count as long as one that failed.
  const free = sql`(select min(t) from generate_series(0, ${limit + limitWithUnended}::integer) n,
      lateral (select excluded.counted_until[1] + n * interval '1 microsecond' as t) c
    where t <> all(held.counted_until) and t + ${rest} <> all(held.unended_until))`;
  const { rows } = await sql<{ countedUntil: string }>`
    insert into gateway_authentications as held (address_hmac, counted_until, unended_until)
    select ${addressHmac}, array[until], case when ${isProven} then array[until + ${rest}] else '{}' end
    from (select clock_timestamp() + ${milliseconds(isProven ? provenWindowMs : windowMs)} as until) first
    on conflict (address_hmac) do update set counted_until = ${live} || ${free},
      unended_until = ${unended} || case when ${isProven} then array[${free} + ${rest}] else '{}' end
    where cardinality(${live}) < ${limit} and cardinality(${live}) + ${withoutPlace} < ${limitWithUnended}
    returning counted_until[cardinality(counted_until)]::text as "countedUntil"`.execute(db);
  const [row] = rows;
  return row ? { addressHmac, countedUntil: row.countedUntil } : { problem: await waitingProblem(db, addressHmac) };
}

async function waitingProblem(db: Needs['db'], addressHmac: Buffer): Promise<GatewayProblem> {
  const { rows } = await sql<{ seconds: number }>`
    select extract(epoch from min(t) - clock_timestamp())::double precision as seconds
    from gateway_authentications, unnest(counted_until || unended_until) t
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
async function endSlot(services: Needs, slot: Slot, end: End): Promise<void> {
  try {
    await writeEnd(services, slot, end);
  } catch {
    void endSlotLater(services, slot, end);
  }
}

async function endSlotLater(services: Needs, slot: Slot, end: End): Promise<void> {
  const forgottenAt = Date.now() + handBackForMs;
  while (Date.now() < forgottenAt) {
    await sleep(250, undefined, { ref: false });
    const isAnswered = await writeEnd(services, slot, end).then(
      () => true,
      () => false,
    );
    if (isAnswered) return;
  }
}

/** A refusal counts also where its place has run out and was forgotten meanwhile. */
async function writeEnd({ db }: Needs, { addressHmac, countedUntil }: Slot, end: End): Promise<void> {
  const place = sql`${countedUntil}::timestamptz`;
  const without = sql`array_remove(held.counted_until, ${place})`;
  const withoutUnended = sql`array_remove(held.unended_until, ${place} + ${rest})`;
  // The gateway forgets what it refused before it took a key.
  const later = sql`array(select t from unnest(held.unended_until) t where t > ${place} + ${rest})`;
  const failed = sql`clock_timestamp() + ${milliseconds(windowMs)}`;
  await (end === 'refused'
    ? sql`
      insert into gateway_authentications as held (address_hmac, counted_until) values (${addressHmac}, array[${failed}])
      on conflict (address_hmac) do update
        set counted_until = ${without} || ${failed}, unended_until = ${withoutUnended}`
    : sql`
      update gateway_authentications held
      set counted_until = ${without}, unended_until = ${end === 'taken' ? later : withoutUnended}
      where address_hmac = ${addressHmac}`
  ).execute(db);
}

/** Housekeeping: addresses at which nothing has failed lately. */
export async function removeEndedAuthentications(db: Needs['db']): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from gateway_authentications
    where not exists (select from unnest(counted_until || unended_until) t where t > clock_timestamp())`.execute(db);
  return Number(numAffectedRows ?? 0);
}
