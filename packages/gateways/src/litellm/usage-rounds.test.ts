import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  firstSecond,
  nextRound,
  nextWindow,
  orderOf,
  type Round,
  readCursor,
  rest,
  withoutFirstSecond,
  writeCursor,
} from './usage-rounds.ts';

type Logged = { id: number; startMs: number; shownAtMs: number };

const start = 1_800_000_000;
const size = 5;

/** How a gateway lists: rows of one time in an order of its own each time, and some rows are gone at a step. */
type Gateway = { direction: 1 | -1; random: () => number; isGone?: (row: Logged, step: number) => boolean };

/** One round to its end, with rows that come to light meanwhile. Answers the ids it saw. */
function walkRound(rows: readonly Logged[], last: Round | null, startedAtMs: number, gateway: Gateway) {
  const { direction, random, isGone = () => false } = gateway;
  let round = nextRound(last, Math.floor(startedAtMs / 1000));
  const seen: number[] = [];
  for (let step = 0; round.walk; step += 1) {
    expect(step).toBeLessThan(2000);
    const { walk } = round;
    const found = rows
      .filter((row) => row.shownAtMs <= startedAtMs + step * 50 && !isGone(row, step))
      .filter(({ startMs }) => startMs >= walk.from * 1000 && startMs <= walk.to * 1000)
      .map((row) => ({ ...row, rank: random() }))
      .sort((a, b) => (a.startMs - b.startMs) * direction || a.rank - b.rank)
      .slice(0, size);
    seen.push(...found.map(({ id }) => id));
    const times = found.map(({ startMs }) => startMs);
    const order = orderOf(times, round.order) ?? 1;
    const left = found.length < size ? null : rest(walk, times.at(-1) ?? 0, order);
    expect(found.length === size && left === null).toBe(false);
    round = readCursor(writeCursor({ ...round, order, walk: left ?? nextWindow(walk, round.startedAt) })) ?? round;
  }
  return { round, seen };
}

const rowsOf = (spots: { at: number; took: number }[]): Logged[] =>
  spots.map(({ at, took }, id) => ({ id, startMs: start * 1000 + at, shownAtMs: start * 1000 + at + took }));

describe('rounds over the log of requests', () => {
  // Few times for many rows, so that a page often ends among rows of the same time.
  const spot = fc.record({
    at: fc.integer({ min: 0, max: 300 }).map((tick) => tick * 400),
    took: fc.oneof(fc.integer({ min: 0, max: 120_000 }), fc.integer({ min: 0, max: 3_600_000 })),
  });
  const table = fc.array(spot, { maxLength: 120 }).filter((spots) => {
    const perSecond = new Map<number, number>();
    for (const { at } of spots) perSecond.set(Math.floor(at / 1000), (perSecond.get(Math.floor(at / 1000)) ?? 0) + 1);
    return [...perSecond.values()].every((count) => count < size);
  });
  const direction = fc.constantFrom<1 | -1>(1, -1);
  const noise = fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true }));

  it('miss nothing in a single one, though rows of one time have no order and old rows go', () => {
    fc.assert(
      fc.property(table, fc.nat({ max: 60 }), direction, noise, (spots, removed, order, stream) => {
        const rows = rowsOf(spots.map(({ at }) => ({ at: Math.floor(at / 1000) * 1000, took: 0 })));
        const ages = new Map(rows.toSorted((a, b) => a.startMs - b.startMs).map(({ id }, index) => [id, index]));
        const last: Round = { startedAt: start, lookedBackAt: start, order: 0, walk: null };
        const { seen } = walkRound(rows, last, start * 1000 + 200_000, {
          direction: order,
          random: () => stream.next().value ?? 0,
          isGone: ({ id }, step) => (ages.get(id) ?? 0) < Math.min(removed, step),
        });
        const all = new Set(seen);
        expect(rows.filter(({ id }) => (ages.get(id) ?? 0) >= removed && !all.has(id))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('see every row that is shown when they end, whatever comes meanwhile', () => {
    fc.assert(
      fc.property(table, direction, noise, (spots, order, stream) => {
        const rows = rowsOf(spots);
        const gateway = { direction: order, random: () => stream.next().value ?? 0 };
        const all = new Set<number>();
        let last: Round | null = null;
        for (let nowMs = start * 1000 + 20_000; nowMs < start * 1000 + 2 * 3_600_000; nowMs += 600_000) {
          const { round, seen } = walkRound(rows, last, nowMs, gateway);
          for (const id of seen) all.add(id);
          last = round;
        }
        expect(rows.filter(({ id }) => !all.has(id))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  const plain: Gateway = { direction: 1, random: () => 0 };

  it('show a request within a round of its writing where it took no longer than usual', () => {
    const rows = rowsOf([{ at: 0, took: 110_000 }]);
    const first = walkRound(rows, null, start * 1000 + 60_000, plain);
    expect(first.seen).toEqual([]);
    const second = walkRound(rows, first.round, start * 1000 + 115_000, plain);
    expect(second.seen).toEqual([0]);
    const third = walkRound(rows, second.round, start * 1000 + 400_000, plain);
    expect(walkRound(rows, third.round, start * 1000 + 405_000, plain).seen).toEqual([]);
  });

  it('take a second that fills a page out of the window, at either end of it', () => {
    const walk = { from: start, to: start + 10, end: start + 20 };
    const within = (start + 1) * 1000 - 1;
    expect(rest(walk, within, 1)).toBeNull();
    expect(firstSecond(walk, 1)).toEqual({ ...walk, to: start + 1 });
    expect(withoutFirstSecond(walk, 1)).toEqual({ ...walk, from: start + 1 });
    expect(rest(walk, (start + 9) * 1000 + 1, -1)).toBeNull();
    expect(firstSecond(walk, -1)).toEqual({ ...walk, from: start + 9 });
    expect(withoutFirstSecond(walk, -1)).toEqual({ ...walk, to: start + 9 });
    expect(withoutFirstSecond({ ...walk, to: start + 1 }, 1)).toBeNull();
  });

  it('know the order of a page by its rows, or by the pages before', () => {
    expect([orderOf([1, 1, 2], -1), orderOf([2, 1, 1], 1), orderOf([1, 1], -1), orderOf([], 1)]).toEqual([
      1, -1, -1, 1,
    ]);
    expect([orderOf([1, 3, 2], 1), orderOf([1, 2, 1], 0)]).toEqual([null, null]);
    expect(rest({ from: start, to: start + 11, end: start + 20 }, start * 1000, 0)).toEqual({
      from: start,
      to: start + 5,
      end: start + 5,
    });
  });

  it('begin a month back, and again where the cursor makes no sense', () => {
    expect(nextRound(null, start).walk).toMatchObject({ from: start - 31 * 86_400 });
    for (const cursor of [null, '', '{', '{}', '[]', '{"startedAt":1}', '{"startedAt":1,"lookedBackAt":1,"walk":{}}'])
      expect(readCursor(cursor)).toBeNull();
  });
});
