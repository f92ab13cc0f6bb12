import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LitellmDouble, startLitellmDouble } from './index.ts';

let double: LitellmDouble;

beforeEach(async () => {
  double = await startLitellmDouble();
});
afterEach(() => double.stop());

const generate = (key: string) =>
  fetch(`${double.url}/key/generate`, {
    method: 'POST',
    headers: { authorization: `Bearer ${double.masterKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ key }),
  });

describe('faults of the LiteLLM double', () => {
  it('acknowledges a change and forgets it', async () => {
    await generate('sk-test-kept');
    double.faults.add({ fault: { kind: 'lost-change' }, method: 'POST', path: '/key/generate' });
    expect((await generate('sk-test-lost')).status).toBe(200);
    expect([double.hasKey('sk-test-kept'), double.hasKey('sk-test-lost')]).toEqual([true, false]);
  });

  it('makes a change and answers as if it had failed', async () => {
    double.faults.add({ fault: { kind: 'save-failure' }, method: 'POST', path: '/key/generate' });
    expect((await generate('sk-test-kept')).status).toBe(500);
    expect(double.hasKey('sk-test-kept')).toBe(true);
  });

  it('tells a watcher of what has acted, and of nothing else', async () => {
    const seen: [string, number][] = [];
    double.watch({ acted: ({ path }, status) => seen.push([path, status]), loaded: () => {} });
    double.faults.add({ fault: { kind: 'status', status: 503 }, method: 'POST', path: '/key/generate' });
    await generate('sk-test-first');
    await generate('sk-test-second');
    expect(seen).toEqual([['/key/generate', 200]]);
  });
});
