import { expect, test } from 'vitest';
import type { Wire } from './wire.ts';

const upstream = 'http://127.0.0.1:9/v1';

/** The fields that a PATCH of a list ignores, with 200. */
const ignored: Record<string, Record<string, unknown>> = {
  'gemini-api-key': { priority: 5, models: [{ name: 'm', alias: 'a' }] },
  'claude-api-key': { priority: 5, cloak: { mode: 'never' } },
  'codex-api-key': { priority: 5, websockets: true },
  'xai-api-key': { 'alpha-search': true },
  'vertex-api-key': { priority: 5 },
};

/** The second half of section 2.6: changing and deleting single entries. */
export function patchingContract(wire: () => Wire): void {
  const patch = async (section: string, json: unknown) => {
    const answer = await wire().manage('PATCH', section, { json });
    await wire().settle();
    return answer;
  };
  const remove = async (path: string) => {
    const answer = await wire().manage('DELETE', path);
    await wire().settle();
    return [answer.status, answer.json];
  };
  const keysOf = async (section: string) => (await wire().list(section)).map((entry) => entry['api-key']);

  for (const section of Object.keys(ignored)) {
    test(`${section}: PATCH changes some fields and ignores others`, async () => {
      await wire().put(section, [{ 'api-key': 'sk-test-1', 'base-url': upstream }]);
      const value = { prefix: 'p', 'excluded-models': ['A'], weight: 4, ...ignored[section] };
      expect((await patch(section, { match: 'sk-test-1', value })).json).toEqual({ status: 'ok' });
      const [entry] = await wire().list(section);
      expect(entry).toMatchObject({ prefix: 'p', 'excluded-models': ['a'], weight: 4 });
      for (const [name, sent] of Object.entries(ignored[section] ?? {})) expect(entry?.[name]).not.toEqual(sent);
      await patch(section, { index: 0, value: { weight: null, 'excluded-models': [] } });
      const [cleared] = await wire().list(section);
      expect(cleared).not.toHaveProperty('weight');
      expect(cleared).not.toHaveProperty('excluded-models');
    });

    test(`${section}: PATCH of nothing`, async () => {
      await wire().put(section, []);
      const missing = await patch(section, { match: 'sk-test-nowhere', value: {} });
      expect([missing.status, missing.json]).toEqual([404, { error: 'item not found' }]);
      const empty = await patch(section, { match: 'sk-test-nowhere' });
      expect([empty.status, empty.json]).toEqual([400, { error: 'invalid body' }]);
    });
  }

  test('xai alone takes a priority', async () => {
    await wire().put('xai-api-key', [{ 'api-key': 'sk-test-1', 'base-url': upstream }]);
    await patch('xai-api-key', { match: 'sk-test-1', value: { priority: 5 } });
    expect((await wire().list('xai-api-key'))[0]).toMatchObject({ priority: 5 });
  });

  test('a PATCH that empties the base URL deletes a codex entry', async () => {
    await wire().put('codex-api-key', [{ 'api-key': 'sk-test-1', 'base-url': upstream }]);
    await patch('codex-api-key', { match: 'sk-test-1', value: { 'base-url': ' ' } });
    expect(await wire().list('codex-api-key')).toEqual([]);
  });

  test('weights and cooling are checked', async () => {
    await wire().put('claude-api-key', [{ 'api-key': 'sk-test-1' }]);
    const texts = [];
    for (const value of [{ weight: 'x' }, { weight: 1_000_001 }, { 'disable-cooling': 'x' }])
      texts.push((await patch('claude-api-key', { match: 'sk-test-1', value })).json);
    expect(texts).toEqual([
      { error: 'weight must be an integer' },
      { error: 'weight must not exceed 1000000' },
      { error: 'disable-cooling must be a boolean or null' },
    ]);
  });

  test('custom providers are patched by name', async () => {
    await wire().put('openai-compatibility', [{ name: 'one', 'base-url': upstream, priority: 1 }]);
    await patch('openai-compatibility', {
      name: 'one',
      value: { priority: 9, disabled: true, 'api-key-entries': [{ 'api-key': 'sk-test-1' }] },
    });
    expect(await wire().list('openai-compatibility')).toEqual([
      {
        name: 'one',
        priority: 1,
        disabled: true,
        'base-url': upstream,
        'api-key-entries': [{ 'api-key': 'sk-test-1' }],
      },
    ]);
    expect(await remove('openai-compatibility?name=one')).toEqual([200, { status: 'ok' }]);
    expect(await remove('openai-compatibility?name=one')).toEqual([200, { status: 'ok' }]);
    expect(await remove('openai-compatibility')).toEqual([400, { error: 'missing name or index' }]);
  });

  test('DELETE of what is not there: claude does not mind, gemini does', async () => {
    for (const section of ['claude-api-key', 'gemini-api-key']) await wire().put(section, [{ 'api-key': 'sk-test-1' }]);
    expect(await remove('claude-api-key?api-key=sk-test-2')).toEqual([200, { status: 'ok' }]);
    expect(await remove('gemini-api-key?api-key=sk-test-2')).toEqual([404, { error: 'item not found' }]);
    expect(await remove('claude-api-key')).toEqual([400, { error: 'missing api-key or index' }]);
  });

  test('DELETE by key needs the base URL where several match', async () => {
    for (const section of ['claude-api-key', 'gemini-api-key']) {
      await wire().put(section, [
        { 'api-key': 'sk-test-1' },
        { 'api-key': 'sk-test-1', 'base-url': upstream },
        { 'api-key': 'sk-test-2' },
      ]);
      expect(await remove(`${section}?api-key=sk-test-1`)).toEqual([
        400,
        { error: 'multiple items match api-key; base-url is required' },
      ]);
      expect(await remove(`${section}?api-key=sk-test-1&base-url=${encodeURIComponent(upstream)}`)).toEqual([
        200,
        { status: 'ok' },
      ]);
      expect(await keysOf(section)).toEqual(['sk-test-1', 'sk-test-2']);
      expect(await remove(`${section}?index=1x`)).toEqual([200, { status: 'ok' }]);
      expect(await keysOf(section)).toEqual(['sk-test-1']);
    }
  });
}
