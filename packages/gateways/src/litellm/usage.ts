import type { UsageDriver, UsagePage, UsageRecord } from '../driver/usage.ts';
import { isRecord, type RawEntry, wholeNumber } from '../http/raw.ts';
import { type Admin, type AdminResult, unreadable } from './admin.ts';
import { nextRound, nextWindow, type Round, readCursor, rest, type Walk, writeCursor } from './usage-rounds.ts';
import { keptOf, readRow, timeOf } from './usage-rows.ts';

/** The second is how releases before 1.80.7 call the first. */
const paths = ['/spend/logs/v2', '/spend/logs/ui'] as const;
const pageSize = 100;

/**
 * The log of requests, page by page and round by round: a round reads up to the present, from a little before the last one
 * began. Rows come again in every round that overlaps; their ids are the same.
 */
export function usageOf(admin: Admin): UsageDriver {
  let known: (typeof paths)[number] | null = null;

  const ask = async (walk: Walk): Promise<AdminResult> => {
    let result: AdminResult | null = null;
    for (const path of known ? [known] : paths) {
      result = await admin.get(`${path}?${queryOf(walk)}`);
      if (result.ok) known = path;
      if (result.ok || result.status !== 404) return result;
    }
    known = null;
    return result ?? { ok: false, problem: unreadable, mayHaveActed: false, status: null, text: '' };
  };

  return {
    isDestructive: false,
    read: async (cursor) => {
      const last = readCursor(cursor);
      const round = last?.walk ? last : nextRound(last, Math.floor(Date.now() / 1000));
      const { walk } = round;
      if (!walk) return { ok: true, raw: '[]', count: 0, hasMore: false, cursor: writeCursor(round) };
      const result = await ask(walk);
      if (!result.ok) return { ok: false, problem: result.problem, mayBeLost: false };
      return pageOf(round, walk, result.value);
    },
    parse: parseUsage,
  };
}

function queryOf({ from, to, page }: Walk): string {
  const at = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
  return new URLSearchParams({
    start_date: at(from),
    end_date: at(to),
    page: String(page),
    page_size: String(pageSize),
    sort_by: 'startTime',
    sort_order: 'asc',
  }).toString();
}

function pageOf(round: Round, walk: Walk, answer: unknown): UsagePage {
  if (!isRecord(answer) || !Array.isArray(answer.data)) return { ok: false, problem: unreadable, mayBeLost: false };
  const rows: unknown[] = answer.data;
  const left = isLast(answer, walk, rows.length) ? nextWindow(round) : rest(walk, rows.map(timeOf));
  return {
    ok: true,
    raw: JSON.stringify(rows.map(keptOf)),
    count: rows.length,
    hasMore: left !== null,
    cursor: writeCursor({ ...round, walk: left }),
  };
}

/** The number of pages is no help: newer releases stop counting at ten thousand rows. */
function isLast(answer: RawEntry, { page }: Walk, count: number): boolean {
  const size = Math.min(wholeNumber(answer.page_size) || pageSize, pageSize);
  if (count < size) return true;
  return typeof answer.total === 'number' && answer.total <= (page - 1) * size + count && !isCapped(answer);
}

const isCapped = (answer: RawEntry): boolean => answer.total_is_capped === true || answer.total === 10_000;

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
