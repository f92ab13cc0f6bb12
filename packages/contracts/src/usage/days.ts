const dayMs = 86_400_000;

/** The day on the calendar that a moment falls on in a time zone. */
export const dayIn = (at: Date, timeZone: string): string => momentIn(at, timeZone).slice(0, 10);

/** `2026-11-21 14:05`, as a clock in the time zone shows it. */
export function momentIn(at: Date, timeZone: string): string {
  const parts = formatOf(timeZone).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')}`;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making one takes longer than using it a hundred times. There are a few hundred time zones. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  formats.set(timeZone, format);
  return format;
}

export const addDays = (day: string, count: number): string =>
  new Date(Date.parse(day) + count * dayMs).toISOString().slice(0, 10);

/** Every day from the first to the last. */
export function daysFrom(from: string, to: string): string[] {
  const count = Math.round((Date.parse(to) - Date.parse(from)) / dayMs) + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => addDays(from, index));
}

/** The moment at which a day begins in a time zone: the first of those that fall on it. */
export function startOfDay(day: string, timeZone: string): Date {
  const midnight = Date.parse(day);
  // No zone is further than fifteen hours away, and none moves its clocks but at a quarter of an hour.
  const quarter = 900_000;
  let [before, within] = [midnight - 60 * quarter, midnight + 60 * quarter];
  while (within - before > quarter) {
    const middle = before + Math.floor((within - before) / (2 * quarter)) * quarter;
    if (dayIn(new Date(middle), timeZone) < day) before = middle;
    else within = middle;
  }
  return new Date(within);
}
