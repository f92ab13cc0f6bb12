import { addDays, daysFrom, startOfDay } from '@gatehouse/contracts/usage';

/** The range that somebody asks for, both days included, on the calendar of a time zone. */
export type LocalRange = { from: string; to: string; timeZone: string };

/** Quarters of an hour from `since` until before `until`, to be added to one key and taken from the other. */
export type Shift = { since: Date; until: Date; gains: string | null; loses: string | null };

const hourMs = 3_600_000;

/**
 * What a day of UTC has to give to the same day of a time zone, and to get from it. Of sums nothing is lost by that: a
 * local day is the day of UTC, without the quarters that are another day there, with those that are that day there.
 */
export const dayShifts = (range: LocalRange): Shift[] =>
  daysFrom(range.from, addDays(range.to, 1)).flatMap((day) => shiftsAt(day, range));

/** The same for the range as a whole: between two days of it nothing changes. */
export const rangeShifts = (range: LocalRange): Shift[] =>
  [range.from, addDays(range.to, 1)].flatMap((day) => shiftsAt(day, range));

/** Around the midnight with which `day` begins. */
function shiftsAt(day: string, { from, to, timeZone }: LocalRange): Shift[] {
  const [utc, local] = [new Date(day), startOfDay(day, timeZone)];
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
