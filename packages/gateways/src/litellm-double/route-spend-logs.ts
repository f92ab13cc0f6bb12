import type { Reply } from '../double/reply.ts';
import { failure, ok } from './envelopes.ts';
import type { Store } from './store.ts';

/** One page of requests. Releases without `sorts` list the newest first, whatever is asked for. */
export function spendLogs(store: Store, query: URLSearchParams, version: 'v2' | 'ui'): Reply {
  const { hasV2, sorts, countsTo, mostRows } = store.profile.spendLogs;
  if (version === 'v2' && !hasV2) return failure('framework', 404, 'Not Found');
  const [page, size] = [Number(query.get('page') ?? 1), Number(query.get('page_size') ?? 50)];
  if (!(Number.isInteger(page) && page >= 1))
    return failure('validation', 422, 'Input should be greater than or equal to 1');
  if (!(size >= 1 && size <= mostRows))
    return failure('validation', 422, `Input should be less than or equal to ${mostRows}`);
  const [start, end] = [query.get('start_date'), query.get('end_date')];
  if (start === null || end === null) return failure('proxy', 400, 'Start date and end date are required');
  const [fromMs, toMs] = [timeOf(start), timeOf(end)];
  if (Number.isNaN(fromMs) || Number.isNaN(toMs)) return failure('proxy', 400, 'Invalid date format');
  const sortBy = query.get('sort_by') ?? 'startTime';
  if (sorts && sortBy !== 'startTime') return failure('proxy', 400, 'Invalid sort_by');
  const rows = store.logs.between(fromMs, toMs, sorts && query.get('sort_order') === 'asc' ? 1 : -1);
  const total = countsTo === null ? rows.length : Math.min(rows.length, countsTo);
  return ok({
    data: rows.slice((page - 1) * size, page * size),
    total,
    page,
    page_size: size,
    total_pages: Math.ceil(total / size),
    ...(countsTo === null ? {} : { total_is_capped: rows.length > countsTo }),
  });
}

const timeOf = (text: string): number =>
  /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text) ? Date.parse(`${text.replace(' ', 'T')}Z`) : Number.NaN;
