import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  costText,
  dayIn,
  daysFrom,
  describeGap,
  formatCount,
  formatUsd,
  momentIn,
  startOfDay,
  type UsageFigures,
  usageCsv,
} from './index.ts';

const figures: UsageFigures = {
  requests: 1234567,
  failedRequests: 1,
  inputTokens: 2,
  outputTokens: 3,
  reasoningTokens: 4,
  cacheReadTokens: 5,
  cacheWriteTokens: 6,
  totalTokens: 7,
  costUsd: '0.00000123',
  unpricedRequests: 8,
};

describe('amounts', () => {
  it.each([
    ['0', '0.00'],
    ['0.0000', '0.00'],
    ['0.5', '0.50'],
    ['0.12345', '0.1235'],
    ['0.99999', '1.00'],
    ['0.000000012344', '0.00000001234'],
    ['1.00004', '1.00'],
    ['1234567.891', '1,234,567.891'],
    ['999.99996', '1,000.00'],
  ])('shows $%s as %s', (amount, shown) => expect(formatUsd(amount)).toBe(shown));

  it('never shows as nothing what cost something, and is never off by more than its last digit', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 20n }), fc.integer({ min: 0, max: 18 }), (digits, decimals) => {
        const text = String(digits).padStart(decimals + 1, '0');
        const amount = decimals === 0 ? text : `${text.slice(0, -decimals)}.${text.slice(-decimals)}`;
        const shown = Number(formatUsd(amount).replaceAll(',', ''));
        expect(shown).toBeGreaterThan(0);
        expect(Math.abs(shown - Number(amount))).toBeLessThanOrEqual(Math.max(0.000051, Number(amount) * 0.0006));
      }),
    );
  });

  it('says where the cost is not all of it', () => {
    expect(costText({ costUsd: '1.5', unpricedRequests: 0 })).toBe('1.50');
    expect(costText({ costUsd: '1.5', unpricedRequests: 2 })).toBe('≥ 1.50');
    expect(costText({ costUsd: '0.00', unpricedRequests: 2 })).toBe('unknown');
    expect(costText({ costUsd: '0', unpricedRequests: 0 })).toBe('0.00');
  });

  it('groups counts', () => expect(formatCount(1234567)).toBe('1,234,567'));
});

describe('CSV', () => {
  it('has exact numbers, and ids where names may be the same', () => {
    expect(usageCsv('person', [{ key: '01', label: 'Ada "A", Lovelace', figures }])).toBe(
      'person,person_id,requests,failed_requests,input_tokens,output_tokens,reasoning_tokens,cache_read_tokens,cache_write_tokens,total_tokens,cost_usd,unpriced_requests\r\n' +
        '"Ada ""A"", Lovelace",01,1234567,1,2,3,4,5,6,7,0.00000123,8\r\n',
    );
    expect(usageCsv('model', [{ key: null, label: 'unknown', figures }]).split('\r\n')[1]).toMatch(/^unknown,1234567,/);
  });

  it.each(['=1+1', '+1', '-1', '@model', ' =1', '\t=1', '\r=1'])('keeps %j from being a formula', (key) => {
    const [, line = ''] = usageCsv('model', [{ key, label: key, figures }]).split('\r\n');
    expect(line.replace(/^"/, '')).toMatch(/^'/);
  });
});

describe('days', () => {
  it('knows what day it is where', () => {
    const at = new Date('2026-11-21T23:30:00Z');
    expect(dayIn(at, 'Asia/Tokyo')).toBe('2026-11-22');
    expect(momentIn(at, 'America/New_York')).toBe('2026-11-21 18:30');
    expect(momentIn(new Date('2026-11-21T00:00:00Z'), 'UTC')).toBe('2026-11-21 00:00');
  });

  it('counts over the ends of months', () => {
    expect(addDays('2026-03-01', -1)).toBe('2026-02-28');
    expect(daysFrom('2026-10-24', '2026-10-26')).toEqual(['2026-10-24', '2026-10-25', '2026-10-26']);
    expect(daysFrom('2026-10-24', '2026-10-23')).toEqual([]);
  });

  it.each([
    ['2026-10-25', 'Europe/Berlin', '2026-10-24T22:00:00.000Z'],
    ['2026-10-26', 'Europe/Berlin', '2026-10-25T23:00:00.000Z'],
    ['2026-11-21', 'Asia/Kathmandu', '2026-11-20T18:15:00.000Z'],
    ['2026-11-21', 'Pacific/Kiritimati', '2026-11-20T10:00:00.000Z'],
    ['2026-11-21', 'Pacific/Pago_Pago', '2026-11-21T11:00:00.000Z'],
    // Midnight itself is left out here, as clocks go from 23:59 to 1:00.
    ['2026-09-06', 'America/Santiago', '2026-09-06T04:00:00.000Z'],
  ])('%s in %s begins at %s', (day, zone, moment) => expect(startOfDay(day, zone).toISOString()).toBe(moment));
});

describe('gaps', () => {
  const gap = { gatewayId: '01', gatewayName: 'Main', from: new Date('2026-11-21T09:00:00Z'), until: null };

  it('are told in one sentence, at the time of who reads it', () => {
    expect(describeGap({ ...gap, reason: 'switched-off' }, 'Europe/Berlin')).toBe(
      'Since 2026-11-21 10:00 usage may be missing from “Main”: its usage statistics were switched off.',
    );
    expect(describeGap({ ...gap, until: new Date('2026-11-21T09:30:00Z'), reason: 'answer-lost' }, 'UTC')).toBe(
      'Between 2026-11-21 09:00 and 2026-11-21 09:30 usage may be missing from “Main”: an answer was lost on its way to Gatehouse.',
    );
  });
});
