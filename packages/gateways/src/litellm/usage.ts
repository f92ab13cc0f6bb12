import type { UsageDriver, UsagePage, UsageRecord } from '../driver/usage.ts';
import { isRecord, text, wholeNumber } from '../http/raw.ts';
import { type Admin, type AdminResult, unreadable } from './admin.ts';
import {
  firstSecond,
  nextRound,
  nextWindow,
  orderOf,
  type Round,
  readCursor,
  rest,
  type Walk,
  withoutFirstSecond,
  writeCursor,
} from './usage-rounds.ts';
import { keptOf, readRow, timeOf } from './usage-rows.ts';

/** Older releases have the second in place of the first. */
const paths = ['/spend/logs/v2', '/spend/logs/ui'] as const;
const pageSize = 100;
/** Where rows hold whole prompts, a hundred of them can be more than a driver takes in. */
const smallPageSize = 10;
/** How often a second with more than a page of rows is read until all of them were seen. */
const mostPasses = 10;

type Listed = { ok: true; rows: unknown[]; isFull: boolean; total: number };
type Failed = Extract<UsagePage, { ok: false }>;
type Ask = (walk: Walk, page: number) => Promise<Listed | Failed>;

/**
 * The log of requests, page by page and round by round: a round reads up to the present, from a little before the last one
 * began. Rows come again in every round that overlaps; their ids are the same.
 */
export function usageOf(admin: Admin): UsageDriver {
  const ask = asking(admin);
  return {
    isDestructive: false,
    read: (cursor) => {
      const last = readCursor(cursor);
      return read(ask, last?.walk ? last : nextRound(last, Math.floor(Date.now() / 1000)));
    },
    parse: parseUsage,
  };
}

async function read(ask: Ask, round: Round): Promise<UsagePage> {
  const { walk } = round;
  if (!walk) return pageOf([], round);
  const listed = await ask(walk, 1);
  if (!listed.ok) return listed;
  const { rows } = listed;
  const next = (left: Walk | null) => left ?? nextWindow(walk, round.startedAt);
  if (!listed.isFull) return pageOf(rows, { ...round, walk: next(null) });
  const times = rows.map(timeOf).filter((time) => !Number.isNaN(time));
  const order = orderOf(times, round.order);
  if (order === null) return failed;
  const left = rest(walk, times.at(-1) ?? Number.NaN, order);
  if (left) return pageOf(rows, { ...round, order, walk: left });
  const crowd = await gather(ask, firstSecond(walk, order));
  return crowd.ok ? pageOf(crowd.rows, { ...round, order, walk: next(withoutFirstSecond(walk, order)) }) : crowd;
}

const pageOf = (rows: unknown[], round: Round): UsagePage => ({
  ok: true,
  raw: JSON.stringify(rows.map(keptOf)),
  count: rows.length,
  hasMore: round.walk !== null,
  cursor: writeCursor(round),
});

const failed: Failed = { ok: false, problem: unreadable, mayBeLost: false };

/** All rows of one second. Those of the same time have no order, so it is read until there are as many as were counted. */
async function gather(ask: Ask, second: Walk): Promise<{ ok: true; rows: unknown[] } | Failed> {
  const rows = new Map<string, unknown>();
  for (let pass = 0; pass < mostPasses; pass += 1) {
    let isFull = true;
    let total = 0;
    for (let page = 1; isFull; page += 1) {
      const listed = await ask(second, page);
      if (!listed.ok) return listed;
      for (const row of listed.rows) rows.set(isRecord(row) ? text(row.request_id) : '', row);
      ({ isFull, total } = listed);
    }
    if (rows.size >= total) break;
  }
  return { ok: true, rows: [...rows.values()] };
}

function asking(admin: Admin): Ask {
  let known: (typeof paths)[number] | null = null;
  let size = pageSize;
  const get = async (query: string): Promise<AdminResult> => {
    const [first, second] = known === paths[1] ? paths.toReversed() : paths;
    const result = await admin.get(`${first}?${query}`);
    if (result.ok || result.status !== 404) return result;
    const other = await admin.get(`${second}?${query}`);
    if (other.ok && second) known = second;
    return other;
  };
  const ask: Ask = async (walk, page) => {
    const asked = size;
    const result = await get(queryOf(walk, page, asked));
    if (result.ok) return listedOf(result.value, page, asked);
    if (!result.isTooLarge || asked === smallPageSize) return { ok: false, problem: result.problem, mayBeLost: false };
    size = smallPageSize;
    return page === 1 ? ask(walk, page) : { ok: false, problem: result.problem, mayBeLost: false };
  };
  return ask;
}

function queryOf({ from, to }: Walk, page: number, size: number): string {
  const at = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
  return new URLSearchParams({
    start_date: at(from),
    end_date: at(to),
    page: String(page),
    page_size: String(size),
    sort_by: 'startTime',
    sort_order: 'asc',
  }).toString();
}

/** The number of pages is no help: newer releases stop counting at ten thousand rows, and go on listing. */
function listedOf(answer: unknown, page: number, asked: number): Listed | Failed {
  if (!isRecord(answer) || !Array.isArray(answer.data)) return failed;
  const rows: unknown[] = answer.data;
  const size = Math.min(wholeNumber(answer.page_size) || asked, asked);
  const total = wholeNumber(answer.total);
  const isCounted = typeof answer.total === 'number' && answer.total_is_capped !== true;
  const isFull = rows.length >= size && !(isCounted && total <= (page - 1) * size + rows.length);
  return { ok: true, rows, isFull, total };
}

/** What a page says, the oldest record first. */
export function parseUsage(raw: string): { records: UsageRecord[]; unreadable: number } {
  let rows: unknown;
  try {
    rows = JSON.parse(raw);
  } catch {
    rows = null;
  }
  if (!Array.isArray(rows)) return { records: [], unreadable: 1 };
  const records = rows.map(readRow).filter((record) => record !== null);
  const unreadableCount = rows.length - records.length;
  return {
    records: records.sort((a, b) => Date.parse(a.occurredAt) - Date.parse(b.occurredAt)),
    unreadable: unreadableCount,
  };
}
