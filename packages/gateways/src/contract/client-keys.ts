import { expect, test } from 'vitest';
import { eventually, type Wire } from './wire.ts';

const keeper = 'sk-test-contract-keeper';

/** Section 2.5: client keys are bare strings in one list. */
export function clientKeyContract(wire: () => Wire): void {
  const statusFor = async (key: string) => (await wire().client('GET', '/v1/models', key)).status;
  const patch = async (json: unknown) => {
    const answer = await wire().manage('PATCH', 'api-keys', { json });
    await wire().settle();
    return answer;
  };
  const remove = async (query: string) => {
    const answer = await wire().manage('DELETE', `api-keys?${query}`);
    await wire().settle();
    return answer;
  };

  test('a whole list replaces the old one, bare or as items', async () => {
    expect((await wire().put('api-keys', [keeper, 'sk-test-1'])).json).toEqual({ status: 'ok' });
    expect(await wire().clientKeys()).toEqual([keeper, 'sk-test-1']);
    expect((await wire().put('api-keys', { items: [keeper, 'sk-test-2'] })).status).toBe(200);
    expect(await wire().clientKeys()).toEqual([keeper, 'sk-test-2']);
  });

  test('other bodies are refused and change nothing', async () => {
    await wire().put('api-keys', [keeper]);
    for (const json of [{}, { items: [] }, { 'api-keys': ['sk-test-1'] }, [1], 'text']) {
      const answer = await wire().put('api-keys', json);
      expect([answer.status, answer.json]).toEqual([400, { error: 'invalid body' }]);
    }
    expect(await wire().clientKeys()).toEqual([keeper]);
  });

  test('null inside a list becomes an empty key', async () => {
    await wire().put('api-keys', [keeper, null]);
    expect(await wire().clientKeys()).toEqual([keeper, '']);
  });

  test('the list is stored as it comes; the data plane trims, ignores empty ones and repeats', async () => {
    await wire().put('api-keys', [keeper, '  sk-test-spaced ', 'sk-test-twice', 'sk-test-twice', ' ']);
    expect(await wire().clientKeys()).toEqual([keeper, '  sk-test-spaced ', 'sk-test-twice', 'sk-test-twice', ' ']);
    expect(await eventually(async () => (await statusFor('sk-test-spaced')) === 200)).toBe(true);
    expect(await statusFor('sk-test-twice')).toBe(200);
  });

  test('a key is admitted soon after it was added, and refused soon after it was removed', async () => {
    await wire().put('api-keys', [keeper, 'sk-test-comes']);
    expect(await eventually(async () => (await statusFor('sk-test-comes')) === 200)).toBe(true);
    await wire().put('api-keys', [keeper]);
    expect(await eventually(async () => (await statusFor('sk-test-comes')) === 401)).toBe(true);
    expect(await statusFor(keeper)).toBe(200);
  });

  test('PATCH replaces the first exact match and appends where there is none', async () => {
    await wire().put('api-keys', [keeper, 'sk-test-a', 'sk-test-a']);
    await patch({ old: 'sk-test-a', new: 'sk-test-b' });
    expect(await wire().clientKeys()).toEqual([keeper, 'sk-test-b', 'sk-test-a']);
    await patch({ old: 'sk-test-nowhere', new: 'sk-test-c' });
    expect(await wire().clientKeys()).toEqual([keeper, 'sk-test-b', 'sk-test-a', 'sk-test-c']);
    await patch({ index: 1, value: 'sk-test-d' });
    expect(await wire().clientKeys()).toEqual([keeper, 'sk-test-d', 'sk-test-a', 'sk-test-c']);
  });

  test('PATCH without usable fields is refused', async () => {
    await wire().put('api-keys', [keeper]);
    for (const json of [{}, { old: 'x' }, { index: 99, value: 'x' }]) {
      const answer = await patch(json);
      expect([answer.status, answer.json]).toEqual([400, { error: 'missing fields' }]);
    }
  });

  test('DELETE by value removes every equal key and does not mind if there is none', async () => {
    await wire().put('api-keys', [keeper, 'sk-test-a', ' sk-test-a ', 'sk-test-b']);
    expect((await remove('value=sk-test-a')).status).toBe(200);
    expect(await wire().clientKeys()).toEqual([keeper, 'sk-test-b']);
    expect((await remove('value=sk-test-nowhere')).status).toBe(200);
    const answer = await remove('');
    expect([answer.status, answer.json]).toEqual([400, { error: 'missing index or value' }]);
  });

  test('DELETE by index takes any text that begins with a number', async () => {
    await wire().put('api-keys', [keeper, 'sk-test-a', 'sk-test-b']);
    expect((await remove('index=1abc')).status).toBe(200);
    expect(await wire().clientKeys()).toEqual([keeper, 'sk-test-b']);
    expect((await remove('index=99')).status).toBe(400);
  });

  test('without a usable key everybody is let in, until there is one again', async ({ skip }) => {
    if (!wire().target.isExpendable) skip('this would open the gateway for a moment');
    for (const nothing of [[], null, ['', '  ']]) {
      expect((await wire().put('api-keys', nothing)).status).toBe(200);
      expect(await eventually(async () => (await wire().send('GET', '/v1/models')).status === 200)).toBe(true);
      expect(await statusFor('sk-test-anything')).toBe(200);
      await wire().put('api-keys', [keeper]);
      expect(await eventually(async () => (await wire().send('GET', '/v1/models')).status === 401)).toBe(true);
    }
  });
}
