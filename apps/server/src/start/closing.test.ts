import { describe, expect, it } from 'vitest';
import { recordingLog } from '../testing/index.ts';
import { createClosing } from './closing.ts';

describe('closing', () => {
  it('ends the phases one after the other, and what is in one side by side', async () => {
    const closing = createClosing();
    const ended: string[] = [];
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    closing.add('postgres', 'database', () => void ended.push('postgres'));
    closing.add('requests', 'slow', async () => {
      await held;
      ended.push('slow request');
    });
    closing.add('requests', 'fast', () => {
      ended.push('fast request');
      release();
    });
    closing.add('connections', 'pool', () => void ended.push('pool'));
    expect(await closing.closeAll(recordingLog().log)).toBe(true);
    expect(ended).toEqual(['fast request', 'slow request', 'pool', 'postgres']);
  });

  it('ends everything once, however often it is asked', async () => {
    const closing = createClosing();
    let count = 0;
    closing.add('web', 'counted', () => {
      count += 1;
    });
    const { log } = recordingLog();
    await Promise.all([closing.closeAll(log), closing.closeAll(log)]);
    await closing.closeAll(log);
    expect(count).toBe(1);
  });

  it('goes on after a part that fails, and says so', async () => {
    const closing = createClosing();
    const ended: string[] = [];
    closing.add('requests', 'broken', () => Promise.reject(new Error('stuck')));
    closing.add('postgres', 'database', () => void ended.push('postgres'));
    const { log, lines } = recordingLog();
    expect(await closing.closeAll(log)).toBe(false);
    expect(ended).toEqual(['postgres']);
    expect(lines[0]).toMatchObject({ part: 'broken', err: { message: 'stuck' } });
  });

  it('goes on after a part that does not end', async () => {
    const closing = createClosing({ requests: 5, web: 5, connections: 5, postgres: 5 });
    closing.add('requests', 'endless', () => new Promise(() => {}));
    let isReached = false;
    closing.add('postgres', 'database', () => {
      isReached = true;
    });
    const { log, lines } = recordingLog();
    expect(await closing.closeAll(log)).toBe(false);
    expect(isReached).toBe(true);
    expect(lines[0]).toMatchObject({ part: 'endless' });
  });
});
