import { describe, expect, it } from 'vitest';
import { rangeFrom } from './usage-range.ts';

const now = new Date('2026-11-21T23:30:00Z');
const berlin = { timeZone: 'Europe/Berlin' };

describe('the days that are meant', () => {
  it.each([
    [{}, '2026-11-16', '2026-11-22'],
    [{ from: '2026-11-01' }, '2026-11-01', '2026-11-22'],
    [{ to: '2026-11-10' }, '2026-11-04', '2026-11-10'],
    [{ last: '1d' }, '2026-11-22', '2026-11-22'],
    [{ last: '30d' }, '2026-10-24', '2026-11-22'],
  ])('%j', (options, from, to) => {
    expect(rangeFrom({ ...options, ...berlin }, now)).toEqual({ from, to, ...berlin, isHourly: false });
  });

  it('are those that the hours touch', () => {
    expect(rangeFrom({ last: '24h', ...berlin }, now)).toMatchObject({
      from: '2026-11-21',
      to: '2026-11-22',
      isHourly: true,
    });
    expect(rangeFrom({ last: '24h', timeZone: 'UTC' }, now)).toMatchObject({ from: '2026-11-20', to: '2026-11-21' });
  });
});
