import { addDays, daysFrom, startOfDay } from '@gatehouse/contracts/usage';

/** The range that somebody asks for, both days included, on the calendar of a time zone. */
export type LocalRange = { from: string; to: string; timeZone: string };

/** Quarters of an hour from `since` until before `until`, to be added to what `key` has, or taken from it. */
export type Shift = { since: Date; until: Date; key: string; sign: 1 | -1 };

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
  const [since, until] = local < utc ? [local, utc] : [utc, local];
  const [gains, loses] = local < utc ? [day, before] : [before, day];
  const both: Shift[] = [
    { since, until, key: gains, sign: 1 },
    { since, until, key: loses, sign: -1 },
  ];
  return since < until ? both.filter(({ key }) => from <= key && key <= to) : [];
}

/** The hours of each local day. The last one of a day is shorter where the clocks move by half an hour on it. */
export function hourShifts({ from, to, timeZone }: LocalRange): Shift[] {
  return daysFrom(from, to).flatMap((day) => {
    const end = startOfDay(addDays(day, 1), timeZone).getTime();
    const shifts: Shift[] = [];
    for (let at = startOfDay(day, timeZone).getTime(); at < end; at += hourMs) {
      const since = new Date(at);
      shifts.push({ since, until: new Date(Math.min(at + hourMs, end)), key: since.toISOString(), sign: 1 });
    }
    return shifts;
  });
}
