import { momentIn, type UsageFigures, type UsageRow } from '@gatehouse/contracts/usage';

/** One day or hour. */
export type Bar = { key: string; label: string; shortLabel: string; figures: UsageFigures };

const dayText = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', weekday: 'short', day: 'numeric', month: 'short' });
const shortDayText = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short' });

/** What people call a day. */
export const dayLabel = (day: string): string => dayText.format(Date.parse(day));

/** What people call an hour, by the moment at which it begins. */
export function hourLabel(key: string, timeZone: string): string {
  const moment = momentIn(new Date(key), timeZone);
  return `${dayLabel(moment.slice(0, 10))}, ${moment.slice(11)}`;
}

export const dayBars = (rows: readonly UsageRow[]): Bar[] =>
  rows.flatMap(({ key, figures }) =>
    key === null ? [] : [{ key, label: dayLabel(key), shortLabel: shortDayText.format(Date.parse(key)), figures }],
  );

/** Of a single day the hours are named by the clock alone. */
export function hourBars(rows: readonly UsageRow[], timeZone: string, isOneDay: boolean): Bar[] {
  return rows.flatMap(({ key, figures }) => {
    if (key === null) return [];
    const moment = momentIn(new Date(key), timeZone);
    const shortLabel = isOneDay ? moment.slice(11) : shortDayText.format(Date.parse(moment.slice(0, 10)));
    return [{ key, label: hourLabel(key, timeZone), shortLabel, figures }];
  });
}

/** Which bars get their label below them, without crowding: every first of as many as `most` leaves room for. */
export function labelledBars(count: number, most: number): number[] {
  const step = Math.max(1, Math.ceil(count / most));
  return Array.from({ length: Math.ceil(count / step) }, (_, index) => index * step);
}
