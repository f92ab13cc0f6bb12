import {
  addDays,
  daysFrom,
  startOfDay,
  type UsageFigures,
  type UsageRow,
  type UsageSummary,
  type UsageSummaryQuery,
} from '@gatehouse/contracts/usage';
import { withTransaction } from '@gatehouse/db/errors';
import { permitScope } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import { selectCompleteness } from './completeness.ts';
import { labelsOf } from './labels.ts';
import { dayShifts, hourShifts, rangeShifts, type Shift } from './shifts.ts';
import { type SumRow, type SumsQuery, selectSums } from './sums.ts';

const mostGroups = 200;

/** Sums of what was received, with what may be missing. All of it is of one moment. */
export async function summariseUsage(
  ctx: Pick<Context, 'actor' | 'replica'>,
  input: UsageSummaryQuery,
): Promise<UsageSummary> {
  const ownerId = permitScope(ctx, input.scope, 'usage');
  const { from, to, timeZone, groupBy } = input;
  const span = { since: startOfDay(from, timeZone), until: startOfDay(addDays(to, 1), timeZone) };
  const shifts = shiftsOf(input);
  const query: SumsQuery = {
    ...{ from, to, groupBy, shifts },
    of: {
      gatewayId: input.gatewayId ?? null,
      userIds: [...(ownerId === null ? [] : [ownerId]), ...(input.userId === undefined ? [] : [input.userId])],
      clientKeyId: input.clientKeyId ?? null,
      model: input.model ?? null,
    },
    limit: isByTime(input) ? Number.MAX_SAFE_INTEGER : mostGroups,
  };
  return withTransaction(
    ctx.replica,
    async (tx) => {
      const completeness = await selectCompleteness(tx, query.of.gatewayId, span);
      const sums = await selectSums(tx, query);
      const label = await labelsOf(tx, groupBy, sums);
      const rows = sums
        .filter(({ kind }) => kind !== 'total')
        .map(
          (row): UsageRow => ({
            ...{ key: row.key, label: label(row), figures: row.figures },
            ...(row.kind === 'rest' && { isRest: true as const }),
          }),
        );
      const total = sums.find(({ kind }) => kind === 'total')?.figures ?? nothing;
      return { ...completeness, total, rows: isByTime(input) ? inOrder(input, shifts, sums) : rows };
    },
    { isolation: 'repeatable read', readOnly: true },
  );
}

const isByTime = ({ groupBy }: UsageSummaryQuery): boolean => groupBy === 'day' || groupBy === 'hour';

function shiftsOf(input: UsageSummaryQuery): Shift[] {
  if (input.groupBy === 'hour') return hourShifts(input);
  return input.groupBy === 'day' ? dayShifts(input) : rangeShifts(input);
}

/** Every day or hour of the range, also those in which nothing was used. */
function inOrder(
  { from, to, groupBy }: UsageSummaryQuery,
  shifts: readonly Shift[],
  sums: readonly SumRow[],
): UsageRow[] {
  const keys = groupBy === 'hour' ? shifts.flatMap(({ gains }) => gains ?? []) : daysFrom(from, to);
  const figures = new Map(sums.map((row) => [row.key, row.figures]));
  return keys.map((key) => ({ key, label: key, figures: figures.get(key) ?? nothing }));
}

const nothing: UsageFigures = {
  requests: 0,
  failedRequests: 0,
  inputTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  totalTokens: 0,
  costUsd: '0',
  unpricedRequests: 0,
};
