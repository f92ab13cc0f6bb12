import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Command, createCommand } from '../testing/command.ts';
import { type StubServer, startStubServer } from '../testing/stub-server.ts';

let command: Command;
let server: StubServer;

beforeAll(async () => {
  [command, server] = await Promise.all([createCommand(), startStubServer()]);
});
afterAll(async () => {
  await Promise.all([command?.remove(), server?.close()]);
});
beforeEach(() => server.reset());

const run = (args: string[], env: Record<string, string> = {}) =>
  command.run(args, {
    env: { GATEHOUSE_URL: server.url, GATEHOUSE_TOKEN: 'ghc_test-token-of-the-person', TZ: 'Europe/Berlin', ...env },
  });
const usage = (...args: string[]) => run(['usage', ...args]);
const asked = () => server.state.asked.at(-1);
const days = ({ from = '', to = '' }: { from?: string; to?: string } = {}) =>
  (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1;

describe('usage', () => {
  it('shows grouped numbers, the total, and what has to be known of them', async () => {
    const { code, stdout, stderr } = await usage('--by', 'model', '--from', '2026-11-01', '--to', '2026-11-03');
    expect(code).toBe(0);
    expect(stdout).toBe(
      [
        'MODEL              REQUESTS  FAILED      INPUT  CACHED  OUTPUT     TOKENS   COST (USD)',
        'claude-sonnet-4-5     1,234       5  9,876,543   1,000  45,678  9,922,221  0.000001235',
        '=cmd()                    3       5  9,876,543   1,000  45,678  9,922,221      unknown',
        'unknown               1,234       5  9,876,543   1,000  45,678  9,922,221  0.000001235',
        'TOTAL                 1,237       5  9,876,543   1,000  45,678  9,922,221   ≥ 1,234.50',
        '',
      ].join('\n'),
    );
    expect(stderr.split('\n')).toEqual([
      '2026-11-01 to 2026-11-03, Europe/Berlin.',
      'Between 2026-11-02 10:00 and 2026-11-02 10:30 nothing could be read from “Main”: its usage statistics were switched off.',
      'The cost leaves out 3 requests of which no price is known.',
      'Complete through 2026-11-03 10:59.',
      '',
    ]);
  });

  it('asks for one’s own last seven days where nothing is said', async () => {
    await usage();
    expect(asked()).toMatchObject({ scope: 'own', groupBy: 'day', timeZone: 'Europe/Berlin' });
    expect(days(asked())).toBe(7);
  });

  it('takes days, a number of days or hours, and another time zone', async () => {
    await usage('--last', '30d', '--time-zone', 'Asia/Tokyo', '--by', 'client-key');
    expect(asked()).toMatchObject({ timeZone: 'Asia/Tokyo', groupBy: 'client-key' });
    expect(days(asked())).toBe(30);
    await usage('--last', '24h');
    expect(asked()).toMatchObject({ groupBy: 'hour' });
    await usage('--to', '2026-03-03');
    expect(asked()).toMatchObject({ from: '2026-02-25', to: '2026-03-03' });
  });

  it('shows the hours that were used, as clocks showed them', async () => {
    const { stdout } = await usage('--by', 'hour', '--from', '2026-11-01', '--to', '2026-11-01');
    expect(stdout.split('\n').map((line) => line.slice(0, 16).trim())).toEqual([
      'HOUR',
      '2026-11-01 10:00',
      'TOTAL',
      '',
    ]);
  });

  it('takes a model, a gateway by its name and a client key by its name', async () => {
    await run(['keys', 'create', 'Laptop']);
    await usage('--model', 'glm-4.6', '--gateway', 'Main', '--key', 'Laptop');
    const [key] = server.state.clientKeys;
    expect(asked()).toMatchObject({ model: 'glm-4.6', gatewayId: key?.gatewayId, clientKeyId: key?.id });
    expect(await usage('--key', 'Desktop')).toMatchObject({ code: 5, stdout: '' });
    expect(await usage('--gateway', 'Other')).toMatchObject({ code: 5, stdout: '' });
  });

  it('says so where there is nothing, and what was never read', async () => {
    const { code, stdout, stderr } = await usage('--all', '--from', '2026-11-01', '--to', '2026-11-01');
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toBe(
      'Nobody used anything in these days.\n2026-11-01, Europe/Berlin.\nNot every gateway has been read yet: more may come.\n',
    );
  });

  it('gives scripts exact numbers', async () => {
    const range = ['--from', '2026-11-01', '--to', '2026-11-03', '--by', 'model'];
    const { stdout, stderr } = await run(['--json', 'usage', ...range]);
    expect(JSON.parse(stdout)).toMatchObject({
      from: '2026-11-01',
      to: '2026-11-03',
      timeZone: 'Europe/Berlin',
      scope: 'own',
      groupBy: 'model',
      total: { costUsd: '1234.5', totalTokens: 9922221 },
      rows: [{ key: 'claude-sonnet-4-5', figures: { costUsd: '0.0000012345' } }, {}, { key: null }],
      gaps: [{ gatewayName: 'Main', reason: 'switched-off' }],
      completeThrough: '2026-11-03T09:59:00.000Z',
    });
    expect(stderr).toBe('');
    const csv = await usage(...range, '--csv');
    expect(csv.stdout.split('\n')).toEqual([
      'model,requests,failed_requests,input_tokens,output_tokens,reasoning_tokens,cache_read_tokens,cache_write_tokens,total_tokens,cost_usd,unpriced_requests',
      'claude-sonnet-4-5,1234,5,9876543,45678,12,1000,0,9922221,0.0000012345,0',
      "'=cmd(),3,5,9876543,45678,12,1000,0,9922221,0,3",
      'unknown,1234,5,9876543,45678,12,1000,0,9922221,0.0000012345,0',
      '',
    ]);
    expect(csv.stderr).toContain('Between 2026-11-02 10:00');
  });

  it.each([
    [['--from', '01.11.2026'], '--from: “01.11.2026” is no day.'],
    [['--to', '2026-02-30'], '--to: “2026-02-30” is no day.'],
    [['--from', '2026-11-03', '--to', '2026-11-01'], '--to: The last day is before the first.'],
    [['--last', '7'], '--last is no number of days or hours.'],
    [['--last', '7d', '--from', '2026-11-01'], '--last excludes --from and --to.'],
    [['--last', '500d'], '--from: Ask for at most 400 days at once.'],
    [['--last', '60d', '--by', 'hour'], '--by: Ask for at most 31 days by the hour.'],
    [['--by', 'weekday'], 'Allowed choices are day, hour'],
    [['--time-zone', 'Mars/Olympus'], 'There is no time zone “Mars/Olympus”.'],
    [['--csv', '--json'], '--csv and --json exclude each other.'],
  ])('%j is told to be wrong without a request', async (args, message) => {
    const { code, stderr } = await usage(...args);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) });
    expect(server.state.asked).toEqual([]);
  });
});
