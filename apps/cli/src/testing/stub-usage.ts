import { type UsageFigures, type UsageSummary, usageSummaryInput } from '@gatehouse/contracts/usage';
import type { token } from './stub-router.ts';
import { gateway } from './stub-state.ts';

const figures: UsageFigures = {
  requests: 1234,
  failedRequests: 5,
  inputTokens: 9876543,
  outputTokens: 45678,
  reasoningTokens: 12,
  cacheReadTokens: 1000,
  cacheWriteTokens: 0,
  totalTokens: 9922221,
  costUsd: '0.0000012345',
  unpricedRequests: 0,
};
const unpriced = { ...figures, requests: 3, costUsd: '0', unpricedRequests: 3 };
const partly = { ...figures, requests: 1237, costUsd: '1234.5', unpricedRequests: 3 };

const used: UsageSummary = {
  total: partly,
  rows: [
    { key: 'claude-sonnet-4-5', label: 'claude-sonnet-4-5', figures },
    { key: '=cmd()', label: '=cmd()', figures: unpriced },
    { key: null, label: 'unknown', figures },
  ],
  gaps: [
    {
      gatewayId: gateway.id,
      gatewayName: gateway.name,
      from: new Date('2026-11-02T09:00:00Z'),
      until: new Date('2026-11-02T09:30:00Z'),
      reason: 'switched-off',
    },
  ],
  asOf: new Date('2026-11-03T10:00:00Z'),
  completeThrough: new Date('2026-11-03T09:59:00Z'),
};
const none = { ...figures, requests: 0, totalTokens: 0, costUsd: '0' };

const hours = ['2026-11-01T08:00:00.000Z', '2026-11-01T09:00:00.000Z', '2026-11-01T10:00:00.000Z'];
const byHour = hours.map((key, index) => ({ key, label: key, figures: index === 1 ? figures : none }));

/** Everybody's is the one that is empty. */
export const stubUsage = (procedure: typeof token) => ({
  summary: procedure.input(usageSummaryInput).query(({ ctx, input }): UsageSummary => {
    ctx.state.asked.push(input);
    if (input.scope === 'own') return input.groupBy === 'hour' ? { ...used, rows: byHour } : used;
    return { total: none, rows: [], gaps: [], asOf: new Date(), completeThrough: null };
  }),
});
