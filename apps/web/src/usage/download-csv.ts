'use client';

import { type UsageRow, type UsageSummaryInput, usageCsv } from '@gatehouse/contracts/usage';

/** Hands the rows to the browser as a file. The mark in front tells spreadsheets that names are UTF-8. */
export function downloadCsv({ from, to, groupBy = 'day' }: UsageSummaryInput, rows: readonly UsageRow[]): void {
  const url = URL.createObjectURL(new Blob(['\ufeff', usageCsv(groupBy, rows)], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `usage-${from}-to-${to}-by-${groupBy}.csv`;
  link.click();
  // Some browsers read it only after the click has been dealt with.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
