import type { UsageFigures, UsageRow } from '@gatehouse/contracts/usage';
import { describe, expect, it } from 'vitest';
import { dayBars, hourBars, labelledBars } from './bars.ts';
import { axisText, dollars, heightOf, measureText, roundUp, segmentsOf } from './measures.ts';
import { datesOf, groupsFor, inputFor, viewFrom } from './usage-view.ts';

const clock = { timeZone: 'Europe/Berlin', today: '2026-11-21' };
const view = (query: string, canSeeAll = false) => viewFrom(new URLSearchParams(query), canSeeAll);
const figures: UsageFigures = {
  requests: 10,
  failedRequests: 2,
  inputTokens: 100,
  outputTokens: 40,
  reasoningTokens: 7,
  cacheReadTokens: 30,
  cacheWriteTokens: 0,
  totalTokens: 145,
  costUsd: '0.0000125',
  unpricedRequests: 0,
};
const row = (key: string): UsageRow => ({ key, label: key, figures });

describe('what the page shows', () => {
  it('is one’s own last seven days by day', () => {
    expect(inputFor(view(''), clock)).toEqual({
      ok: true,
      input: { from: '2026-11-15', to: '2026-11-21', timeZone: 'Europe/Berlin', scope: 'own', groupBy: 'day' },
    });
  });

  it('is what the address asks for, as far as one may', () => {
    const query = 'range=30d&scope=all&by=person&model=glm&person=01890000-0000-7000-8000-000000000001';
    expect(inputFor(view(query, true), clock)).toMatchObject({
      ok: true,
      input: {
        from: '2026-10-23',
        scope: 'all',
        groupBy: 'person',
        model: 'glm',
        userId: '01890000-0000-7000-8000-000000000001',
      },
    });
    expect(view(query)).toMatchObject({ scope: 'own', groupBy: 'day', userId: null });
    expect(groupsFor('own')).not.toContain('person');
    expect(view('range=ever&by=mood')).toMatchObject({ range: '7d', groupBy: 'day' });
  });

  it('takes own dates and says what is wrong with them', () => {
    expect(datesOf(view('range=dates&from=2026-03-01&to=2026-03-31'), clock)).toEqual({
      from: '2026-03-01',
      to: '2026-03-31',
    });
    expect(inputFor(view('range=dates&from=2026-03-31&to=2026-03-01'), clock)).toEqual({
      ok: false,
      problem: 'The last day is before the first.',
    });
    expect(inputFor(view('range=dates&from=2020-03-31&to=2026-03-01'), clock)).toMatchObject({ ok: false });
    expect(inputFor(view('range=dates&from=yesterday'), clock)).toMatchObject({ ok: false });
  });

  it('shows days where hours would be too many', () => {
    expect(inputFor(view('range=90d&by=hour'), clock)).toMatchObject({ ok: true, input: { groupBy: 'day' } });
    expect(inputFor(view('range=30d&by=hour'), clock)).toMatchObject({ ok: true, input: { groupBy: 'hour' } });
  });
});

describe('bars', () => {
  it('are named as people name days and hours', () => {
    expect(dayBars([row('2026-11-20'), row('2026-11-21')]).map(({ label, shortLabel }) => [label, shortLabel])).toEqual(
      [
        ['Fri 20 Nov', '20 Nov'],
        ['Sat 21 Nov', '21 Nov'],
      ],
    );
    const hours = [row('2026-11-21T13:00:00.000Z')];
    expect(hourBars(hours, clock.timeZone, true)).toMatchObject([{ label: 'Sat 21 Nov, 14:00', shortLabel: '14:00' }]);
    expect(hourBars(hours, 'Asia/Kathmandu', false)).toMatchObject([
      { label: 'Sat 21 Nov, 18:45', shortLabel: '21 Nov' },
    ]);
  });

  it('have labels that do not crowd', () => {
    expect(labelledBars(7, 7)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(labelledBars(30, 7)).toEqual([0, 5, 10, 15, 20, 25]);
    expect(labelledBars(1, 7)).toEqual([0]);
  });
});

describe('measures', () => {
  it('add up to the whole', () => {
    expect(heightOf('tokens', figures)).toBe(figures.totalTokens);
    expect(heightOf('requests', figures)).toBe(figures.requests);
    expect(segmentsOf.tokens.map((segment) => segment.text(figures))).toEqual(['70', '30', '40', '5']);
  });

  it('say what they are worth', () => {
    expect(measureText('cost', figures)).toBe('$0.0000125');
    expect(dollars('≥ 1,234.50')).toBe('≥ $1,234.50');
    expect(dollars('unknown')).toBe('unknown');
    expect(axisText('tokens', 1_500_000)).toBe('1.5M');
    expect(axisText('cost', 0.00002)).toBe('$0.00002');
  });

  it('stand on a scale of round numbers', () => {
    expect([0, 1, 3, 7, 70, 101, 265_000].map((value) => roundUp(value, true))).toEqual([2, 2, 4, 8, 80, 200, 400_000]);
    expect(roundUp(0.0000125, false)).toBeCloseTo(0.00002, 10);
  });
});
