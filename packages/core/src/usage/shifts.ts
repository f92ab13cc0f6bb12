import { addDays, dayIn, daysFrom, startOfDay } from '@gatehouse/contracts/usage';

/** The range that somebody asks for, both days included, on the calendar of a time zone. */
export type LocalRange = { from: string; to: string; timeZone: string };

/** Quarters of an hour from `since` until before `until`, to be added to one key and taken from the other. */
export type Shift = { since: Date; until: Date; gains: string | null; loses: string | null };

const hourMs = 3_600_000;
const quarterMs = hourMs / 4;

/**
 * What a day of UTC has to give to the same day of a time zone, and to get from it. Of sums nothing is lost by that: a
 * local day is the day of UTC, without the quarters that are another day there, with those that are that day there.
 */
export function dayShifts(range: LocalRange): Shift[] {
  let last: Date | null = null;
  return daysFrom(range.from, addDays(range.to, 1)).flatMap((day) => {
    last = startAfter(last, day, range.timeZone);
    return shiftsAt(day, last, range);
  });
}

/** The same for the range as a whole: between two days of it nothing changes. */
export const rangeShifts = (range: LocalRange): Shift[] =>
  [range.from, addDays(range.to, 1)].flatMap((day) => shiftsAt(day, startOfDay(day, range.timeZone), range));

/** Nearly always 24 hours after the day before, which is found out faster than where a day begins. */
function startAfter(last: Date | null, day: string, timeZone: string): Date {
  const usual = new Date((last?.getTime() ?? 0) + 24 * hourMs);
  const isIt = dayIn(usual, timeZone) === day && dayIn(new Date(usual.getTime() - quarterMs), timeZone) < day;
  return isIt ? usual : startOfDay(day, timeZone);
}

/** Around the midnight with which `day` begins. */
function shiftsAt(day: string, local: Date, { from, to }: LocalRange): Shift[] {
  const utc = new Date(day);
  const before = addDays(day, -1);
  const asked = (key: string) => (from <= key && key <= to ? key : null);
  const shift =
    local < utc
      ? { since: local, until: utc, gains: asked(day), loses: asked(before) }
      : { since: utc, until: local, gains: asked(before), loses: asked(day) };
  return shift.since < shift.until ? [shift] : [];
}

/** The hours of each local day. The last one of a day is shorter where the clocks move by half an hour on it. */
export function hourShifts({ from, to, timeZone }: LocalRange): Shift[] {
  return daysFrom(from, to).flatMap((day) => {
    const end = startOfDay(addDays(day, 1), timeZone).getTime();
    const shifts: Shift[] = [];
    for (let at = startOfDay(day, timeZone).getTime(); at < end; at += hourMs) {
      const since = new Date(at);
      const until = new Date(Math.min(at + hourMs, end));
      shifts.push({ since, until, gains: since.toISOString(), loses: null });
    }
    return shifts;
  });
}
