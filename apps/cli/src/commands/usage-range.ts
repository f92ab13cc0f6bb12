import { addDays, calendarDay, dayIn, timeZone as timeZoneName } from '@gatehouse/contracts/usage';
import { Failure } from '../failures/failure.ts';

export type RangeOptions = { from?: string; to?: string; last?: string; timeZone?: string };

/** Both days included. `isHourly`: it was asked for in hours. */
export type Range = { from: string; to: string; timeZone: string; isHourly: boolean };

const hourMs = 3_600_000;

/** The days that the options mean, as the calendar of the time zone has them `now`. */
export function rangeFrom(options: RangeOptions, now = new Date()): Range {
  const timeZone = zoneFrom(options.timeZone);
  const today = dayIn(now, timeZone);
  if (options.last === undefined) {
    const to = options.to === undefined ? today : dayFrom(options.to, '--to');
    const from = options.from === undefined ? addDays(to, -6) : dayFrom(options.from, '--from');
    return { from, to, timeZone, isHourly: false };
  }
  if (options.from !== undefined || options.to !== undefined) {
    throw new Failure('invalid', '--last excludes --from and --to.', { advice: 'Give either.' });
  }
  const [, count = '', unit] = /^([1-9]\d{0,3})([dh])$/.exec(options.last) ?? [];
  if (unit === undefined) {
    throw new Failure('invalid', '--last is no number of days or hours.', { advice: 'For example: --last 30d' });
  }
  if (unit === 'd') return { from: addDays(today, 1 - Number(count)), to: today, timeZone, isHourly: false };
  const first = new Date(now.getTime() - Number(count) * hourMs);
  return { from: dayIn(first, timeZone), to: today, timeZone, isHourly: true };
}

function zoneFrom(text: string | undefined): string {
  if (text === undefined) return new Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
  if (timeZoneName.safeParse(text).success) return text;
  throw new Failure('invalid', `There is no time zone “${text}”.`, {
    advice: 'For example: --time-zone Europe/Berlin, or --time-zone UTC',
  });
}

function dayFrom(text: string, flag: string): string {
  if (calendarDay.safeParse(text).success) return text;
  throw new Failure('invalid', `${flag}: “${text}” is no day.`, {
    advice: `Write it as year-month-day: ${flag} 2026-11-01`,
  });
}
