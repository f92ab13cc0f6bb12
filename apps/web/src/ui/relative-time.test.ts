import { expect, it } from 'vitest';
import { relativeTime } from './relative-time.ts';

const now = new Date('2026-03-10T12:00:00Z');

it.each([
  [-20, 'just now'],
  [-60, '1 minute ago'],
  [-119, '1 minute ago'],
  [-3600, '1 hour ago'],
  [-86_400, 'yesterday'],
  [-9 * 86_400, '9 days ago'],
  [-15 * 86_400, '2 weeks ago'],
  [-90 * 86_400, '2 months ago'],
  [7 * 86_400 - 2, 'in 7 days'],
  [86_400 - 5, 'tomorrow'],
  [59 * 60 + 50, 'in 1 hour'],
])('%i seconds away is “%s”', (seconds, words) => {
  expect(relativeTime(new Date(now.getTime() + seconds * 1000), now)).toBe(words);
});
