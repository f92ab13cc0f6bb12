import { describe, expect, it } from 'vitest';
import { recordingLog } from '../testing/index.ts';
import { readableLine } from './readable.ts';

const canary = 'sk-test-canary';

describe('the log', () => {
  it.each(['apiKey', 'api_key', 'key', 'token', 'secret', 'password', 'authorization', 'cookie', 'managementKey'])(
    'hides %s wherever it stands',
    (name) => {
      const { lines, log } = recordingLog();
      log.info({ [name]: canary, a: { [name]: canary, b: { [name]: canary } } }, 'message');
      expect(JSON.stringify(lines)).not.toContain(canary);
      expect(lines[0]).toMatchObject({ [name]: '[redacted]', msg: 'message' });
    },
  );

  it('keeps of an error only what is known to be harmless', () => {
    const { lines, log } = recordingLog();
    const cause = Object.assign(new Error('violates'), { code: '23514', constraint: 'check', detail: canary });
    log.error({ err: Object.assign(new Error('outer', { cause }), { headers: { cookie: canary } }) }, 'failed');
    expect(JSON.stringify(lines)).not.toContain(canary);
    expect(lines[0]?.err).toMatchObject({
      message: 'outer',
      stack: expect.stringContaining('outer'),
      cause: { message: 'violates', code: '23514', constraint: 'check' },
    });
  });

  it('ends at a cause that is its own', () => {
    const { lines, log } = recordingLog();
    const error = new Error('circle');
    error.cause = error;
    log.error({ err: error }, 'failed');
    expect(lines).toHaveLength(1);
  });

  it('reads well at a terminal', () => {
    const time = new Date(2026, 0, 2, 3, 4, 5).getTime();
    const line = JSON.stringify({ level: 40, time, msg: 'slow', ms: 12, err: { stack: 'Error: x\n    at y' } });
    expect(readableLine(line)).toBe('03:04:05 warn  slow ms=12\n  Error: x\n      at y\n');
  });
});
