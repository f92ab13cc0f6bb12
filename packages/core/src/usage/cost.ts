import type { ModelPrice } from '@gatehouse/contracts/models';
import type { UsageRecord } from '@gatehouse/gateways/driver';

/** Prices have six decimals at most and are for a million tokens: one token in the smallest unit is 10^-12 dollars. */
const decimals = 6;
const unitDecimals = 2 * decimals;

/**
 * In US dollars, exact; null where it is not known. What the gateway itself says wins. What used nothing and failed cost
 * nothing; what succeeded and says of no token what it was has a cost that nobody knows.
 */
export function costOf(record: UsageRecord, price: ModelPrice | null): string | null {
  const { tokens, isFailed } = record;
  if (record.costUsd !== null) return record.costUsd;
  if (tokens.total === 0) return isFailed ? '0' : null;
  if (!price || !record.areTokensExact) return null;
  const plain = tokens.input - tokens.cacheRead - tokens.cacheWrite;
  if (plain < 0) return null;
  const parts = [
    unitsOf(plain, price.input),
    unitsOf(tokens.cacheRead, price.cacheRead),
    unitsOf(tokens.cacheWrite, price.cacheWrite),
    unitsOf(tokens.output, price.output),
  ];
  let sum = 0n;
  for (const part of parts) {
    if (part === null) return null;
    sum += part;
  }
  const digits = sum.toString().padStart(unitDecimals + 1, '0');
  return `${digits.slice(0, -unitDecimals)}.${digits.slice(-unitDecimals)}`;
}

/** Of something that was not used no price has to be known. */
function unitsOf(count: number, price: string | undefined): bigint | null {
  if (count === 0) return 0n;
  if (price === undefined) return null;
  const [whole = '0', fraction = ''] = price.split('.');
  return BigInt(count) * BigInt(whole + fraction.padEnd(decimals, '0'));
}
