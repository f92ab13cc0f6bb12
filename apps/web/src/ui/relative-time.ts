/** From how many of its seconds on a unit is used; days are kept for two weeks, because “next week” says little. */
const units: readonly { unit: Intl.RelativeTimeFormatUnit; seconds: number; from: number }[] = [
  { unit: 'year', seconds: 31_557_600, from: 31_557_600 },
  { unit: 'month', seconds: 2_629_800, from: 5_259_600 },
  { unit: 'week', seconds: 604_800, from: 1_209_600 },
  { unit: 'day', seconds: 86_400, from: 86_400 },
  { unit: 'hour', seconds: 3600, from: 3600 },
  { unit: 'minute', seconds: 60, from: 60 },
];

const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** “3 minutes ago”, “in 2 days”; less than a minute either way is “just now”. */
export function relativeTime(at: Date, now: Date): string {
  const distance = (at.getTime() - now.getTime()) / 1000;
  for (const { unit, seconds, from } of units) {
    // What lies ahead is rounded: a link made for seven days is not one for six a second later.
    const count = distance > 0 ? Math.round(distance / seconds) : Math.trunc(distance / seconds);
    if (Math.abs(count) * seconds >= from) return words.format(count, unit);
  }
  return 'just now';
}

/** Day, time to the second and time zone, in one form whatever the machine's locale. */
export function absoluteTime(at: Date): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'long' }).format(at);
}
