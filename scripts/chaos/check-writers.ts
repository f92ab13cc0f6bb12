import type { GatewayKind } from '@gatehouse/contracts/gateways';
import { sql } from 'kysely';
import type { ChaosDatabase } from './database.ts';
import { isRival, type TracedWrite } from './gateways/trace.ts';
import type { ManagedGateway } from './world.ts';

type Turn = { gateway: string; process: string; epoch: number; from: number; until: number };
/** A write as it is told of: under which turn it was made, null where its process had none. */
export type WriteRecord = TracedWrite & { gateway: string; kind: GatewayKind; epoch: number | null };

/** Clocks are the same one; a write is noted a little after it was sent. */
const toleranceMs = 2;

/**
 * Each write with the turn of its process, from the database's own record of who held which lease when. Turns of one
 * gateway never overlap by the database's clock, so writes within a turn of their own prove one writer at a time.
 */
export async function recordWrites(
  { handle, insist }: ChaosDatabase,
  gateways: readonly ManagedGateway[],
): Promise<WriteRecord[]> {
  const { rows: turns } = await insist(() =>
    sql<Turn>`
      select substring(name from 'gateway-sync:(.*)') as gateway, process, epoch::integer,
        extract(epoch from from_at)::float8 * 1000 as "from", extract(epoch from until_at)::float8 * 1000 as until
      from chaos_leases where name like 'gateway-sync:%'`.execute(handle.db),
  );
  return gateways.flatMap(({ id, kind, writes }) => {
    const own = turns.filter(({ gateway }) => gateway === id);
    return writes
      .filter(({ process }) => !isRival(process))
      .map((write) => ({ ...write, gateway: id, kind, epoch: turnOf(own, write)?.epoch ?? null }));
  });
}

const turnOf = (turns: readonly Turn[], { process, at }: TracedWrite): Turn | undefined =>
  turns.find((turn) => turn.process === process && turn.from - toleranceMs <= at && at <= turn.until + toleranceMs);

/** From reading a whole list to the arrival of its write: how long the window is that nobody can close. */
export function raceWindows(writes: readonly WriteRecord[]): { p50: number; p99: number; max: number } {
  const gaps = writes
    .flatMap(({ kind, call, at, read }) =>
      read && kind === 'cliproxyapi' && !call.endsWith('config.yaml') ? [at - read.at] : [],
    )
    .sort((a, b) => a - b);
  const at = (share: number) => gaps[Math.min(gaps.length - 1, Math.floor(gaps.length * share))] ?? 0;
  return { p50: at(0.5), p99: at(0.99), max: gaps.at(-1) ?? 0 };
}
