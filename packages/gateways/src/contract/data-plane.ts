import { expect, test } from 'vitest';
import { eventually, type Wire } from './wire.ts';

const key = 'sk-test-contract-client';

/** Section 3: what clients meet. */
export function dataPlaneContract(wire: () => Wire): void {
  const ids = async (headers: Record<string, string> = {}) => {
    const { json } = await wire().client('GET', '/v1/models', key, { headers });
    return (json as { data: { id: string }[] }).data.map(({ id }) => id);
  };
  const provide = async (models: { name: string; alias: string }[], extra: object = {}) => {
    await wire().put('api-keys', [key]);
    await wire().put('openai-compatibility', [
      {
        name: 'contract',
        'base-url': 'http://127.0.0.1:9/v1',
        'api-key-entries': [{ 'api-key': 'sk-test-1' }],
        models,
        ...extra,
      },
    ]);
  };

  test('no key and an unknown key are 401 with a plain text', async () => {
    await wire().put('api-keys', [key]);
    const missing = await wire().send('GET', '/v1/models');
    expect([missing.status, missing.json]).toEqual([401, { error: 'Missing API key' }]);
    const unknown = await wire().client('GET', '/v1/models', 'sk-test-unknown');
    expect([unknown.status, unknown.json]).toEqual([401, { error: 'Invalid API key' }]);
  });

  test('the key is found in any of its places, and the first known one counts', async () => {
    await wire().put('api-keys', [key]);
    const places: Record<string, string>[] = [{ authorization: key }, { 'x-goog-api-key': key }, { 'x-api-key': key }];
    for (const headers of places) expect((await wire().send('GET', '/v1/models', { headers })).status).toBe(200);
    const headers = { authorization: 'Bearer sk-test-unknown', 'x-api-key': key };
    expect((await wire().send('GET', '/v1/models', { headers })).status).toBe(200);
    expect((await wire().client('GET', '/v1/models', key.toUpperCase())).status).toBe(401);
  });

  test('models appear and disappear with their credential; without alias clients see the name', async () => {
    await provide([
      { name: 'upstream/one', alias: 'contract-one' },
      { name: 'contract-two', alias: '' },
    ]);
    expect(await eventually(async () => (await ids()).includes('contract-one'))).toBe(true);
    expect(await ids()).toContain('contract-two');
    expect(await ids()).not.toContain('upstream/one');
    await wire().put('openai-compatibility', []);
    expect(await eventually(async () => !(await ids()).includes('contract-one'))).toBe(true);
  });

  test('a list entry has id, object and owner', async () => {
    await provide([{ name: 'm', alias: 'contract-one' }]);
    expect(await eventually(async () => (await ids()).includes('contract-one'))).toBe(true);
    const { json } = await wire().client('GET', '/v1/models', key);
    const { object, data } = json as { object: string; data: Record<string, unknown>[] };
    expect(object).toBe('list');
    expect(data.find(({ id }) => id === 'contract-one')).toMatchObject({ object: 'model', owned_by: 'contract' });
  });

  test('a prefix adds prefixed names', async () => {
    await provide([{ name: 'm', alias: 'contract-one' }], { prefix: 'team' });
    expect(await eventually(async () => (await ids()).includes('team/contract-one'))).toBe(true);
    expect(await ids()).toContain('contract-one');
  });

  test('a disabled custom provider offers nothing', async () => {
    await provide([{ name: 'm', alias: 'contract-one' }], { disabled: true });
    expect(await ids()).not.toContain('contract-one');
  });

  test('a claude key without mappings offers the models of its family, exclusions apply', async () => {
    await wire().put('api-keys', [key]);
    await wire().put('openai-compatibility', []);
    await wire().put('claude-api-key', [{ 'api-key': 'sk-test-1', 'excluded-models': ['*opus*'] }]);
    expect(await eventually(async () => (await ids()).some((id) => id.startsWith('claude-')))).toBe(true);
    expect((await ids()).filter((id) => id.includes('opus'))).toEqual([]);
    await wire().put('claude-api-key', []);
  });

  test('for clients of Anthropic foreign names are disguised and the list is sorted', async () => {
    await provide([
      { name: 'm', alias: 'zeta' },
      { name: 'n', alias: 'claude-own' },
    ]);
    expect(await eventually(async () => (await ids()).includes('zeta'))).toBe(true);
    const { json } = await wire().client('GET', '/v1/models', key, { headers: { 'anthropic-version': '2023-06-01' } });
    const { data, has_more } = json as { data: { id: string; type: string }[]; has_more: boolean };
    expect(has_more).toBe(false);
    expect(data.map(({ id }) => id)).toEqual(expect.arrayContaining(['claude-own', 'claude-fable-5-dd-atez']));
    expect(data.every(({ type }) => type === 'model')).toBe(true);
  });

  test('the Gemini list prefixes its names', async () => {
    await provide([{ name: 'm', alias: 'contract-one' }]);
    expect(await eventually(async () => (await ids()).includes('contract-one'))).toBe(true);
    const { json } = await wire().client('GET', '/v1beta/models', key);
    expect((json as { models: { name: string }[] }).models.map(({ name }) => name)).toContain('models/contract-one');
  });

  test('an unknown model is a 400 with an error object', async () => {
    await wire().put('api-keys', [key]);
    const json = { model: 'no-such-model', messages: [{ role: 'user', content: 'hi' }] };
    const answer = await wire().client('POST', '/v1/chat/completions', key, { json });
    expect(answer.status).toBe(400);
    expect(answer.json).toEqual({
      error: {
        message: 'unknown provider for model no-such-model',
        type: 'invalid_request_error',
        code: 'model_not_found',
        param: 'model',
      },
    });
  });
}
