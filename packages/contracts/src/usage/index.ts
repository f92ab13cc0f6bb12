import { z } from 'zod';
import { id } from '../fields/index.ts';

export * from './amounts.ts';
export * from './csv.ts';
export * from './days.ts';
export * from './gaps.ts';

/** A day on the calendar, such as `2026-11-21`. */
export const calendarDay = z.iso.date();

/** An IANA name, such as `Europe/Berlin`. */
export const timeZone = z.string().min(1).max(64).refine(isTimeZone, 'This is no name of a time zone.');

export const usageGroups = ['day', 'hour', 'model', 'provider', 'person', 'team', 'client-key', 'gateway'] as const;
export type UsageGroup = (typeof usageGroups)[number];

const maxDays = 400;
const maxHourDays = 31;

/** From the beginning of `from` to the end of `to`, in `timeZone`. */
export const usageRange = z.object({ from: calendarDay, to: calendarDay, timeZone: timeZone.default('UTC') });

export const usageSummaryInput = usageRange
  .extend({
    /** `all` is everybody's, for those who may see it. */
    scope: z.enum(['own', 'all']).default('own'),
    groupBy: z.enum(usageGroups).default('day'),
    gatewayId: id.optional(),
    userId: id.optional(),
    clientKeyId: id.optional(),
    /** What clients ask for, as the catalogue spells it. */
    model: z.string().min(1).max(200).optional(),
  })
  .refine(({ from, to }) => from <= to, { path: ['to'], message: 'The last day is before the first.' })
  .refine(({ from, to }) => daysBetween(from, to) <= maxDays, {
    path: ['from'],
    message: `Ask for at most ${maxDays} days at once.`,
  })
  .refine(({ from, to, groupBy }) => groupBy !== 'hour' || daysBetween(from, to) <= maxHourDays, {
    path: ['groupBy'],
    message: `Ask for at most ${maxHourDays} days by the hour.`,
  });
export type UsageSummaryInput = z.input<typeof usageSummaryInput>;
export type UsageSummaryQuery = z.output<typeof usageSummaryInput>;

/**
 * Sums of what was received. A request is what the gateway tells of: at CLIProxyAPI each attempt at a provider. `costUsd`
 * is a decimal number and leaves out what has no known price.
 */
export type UsageFigures = {
  requests: number;
  failedRequests: number;
  inputTokens: number;
  outputTokens: number;
  reasoningTokens: number;
  cacheReadTokens: number;
  cacheWriteTokens: number;
  totalTokens: number;
  costUsd: string;
  /** Requests that succeeded or used something, and for which no price is known. */
  unpricedRequests: number;
};

/**
 * `key`: a day, the instant at which an hour begins (ISO 8601), a model, or an id; null for what belongs to nobody known.
 * `isRest`: all groups beyond the largest in one row, without a key.
 */
export type UsageRow = { key: string | null; label: string; figures: UsageFigures; isRest?: true };

/** Something of this time may be missing at this gateway. `until` is null while it lasts. */
export type UsageGap = {
  gatewayId: string;
  gatewayName: string;
  from: Date;
  until: Date | null;
  reason: 'not-collected' | 'answer-lost' | 'restarted' | 'switched-off' | 'other-reader' | 'unreadable';
};

/** `completeThrough`: until when every gateway was read; null if one never was. */
export type UsageSummary = {
  total: UsageFigures;
  rows: UsageRow[];
  gaps: UsageGap[];
  asOf: Date;
  completeThrough: Date | null;
};

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Both included. */
function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1;
}
