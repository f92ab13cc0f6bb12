import type { UsageFigures } from './index.ts';

const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** `1234567` → `1,234,567`. */
export const formatCount = (count: number): string => grouped.format(count);

/**
 * US dollars for people, from a decimal number: `1234.5` → `1,234.50`. At most four decimals; below one dollar the first
 * four digits that count, so that what cost something never looks free.
 */
export function formatUsd(amount: string): string {
  const [, whole = '', fraction = ''] = /^(\d+)(?:\.(\d+))?$/.exec(amount) ?? [];
  if (whole === '') return amount;
  const zeros = /^0*/.exec(fraction)?.[0].length ?? 0;
  const decimals = BigInt(whole) > 0n || zeros === fraction.length ? 4 : zeros + 4;
  const oneMore = BigInt(whole + fraction.slice(0, decimals + 1).padEnd(decimals + 1, '0'));
  const digits = String((oneMore + 5n) / 10n).padStart(decimals + 1, '0');
  const shown = digits.slice(-decimals).replace(/0+$/, '').padEnd(2, '0');
  return `${digits.slice(0, -decimals).replace(/\B(?=(\d{3})+$)/g, ',')}.${shown}`;
}

/** What it cost as far as that is known: `1.50`, `≥ 1.50` where some requests have no known price, or `unknown`. */
export function costText({ costUsd, unpricedRequests }: Pick<UsageFigures, 'costUsd' | 'unpricedRequests'>): string {
  if (unpricedRequests === 0) return formatUsd(costUsd);
  return /[1-9]/.test(costUsd) ? `≥ ${formatUsd(costUsd)}` : 'unknown';
}
