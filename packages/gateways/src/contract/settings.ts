import { expect, test } from 'vitest';
import type { Wire } from './wire.ts';

/** Sections 2.3, 2.8, 2.9 and 2.12: single values, maps, the file, and the queue of usage records. */
export function settingsContract(wire: () => Wire): void {
  test('a single value: PUT and PATCH are the same, anything but its type is refused', async () => {
    for (const method of ['PUT', 'PATCH']) {
      expect((await wire().manage(method, 'request-retry', { json: { value: 3 } })).json).toEqual({ status: 'ok' });
      await wire().settle();
      expect((await wire().manage('GET', 'request-retry')).json).toEqual({ 'request-retry': 3 });
    }
    for (const json of [{}, { value: null }, { value: 'x' }, { value: true }, { value: 1.5 }]) {
      const answer = await wire().manage('PUT', 'request-retry', { json });
      expect([answer.status, answer.json]).toEqual([400, { error: 'invalid body' }]);
    }
    await wire().put('request-retry', { value: 0 });
  });

  test('booleans answer under their own name', async () => {
    for (const name of [
      'debug',
      'logging-to-file',
      'usage-statistics-enabled',
      'request-log',
      'ws-auth',
      'force-model-prefix',
    ])
      expect((await wire().manage('GET', name)).json).toEqual({ [name]: expect.any(Boolean) });
    expect((await wire().manage('GET', 'routing/strategy')).json).toEqual({ strategy: expect.any(String) });
    expect((await wire().manage('GET', 'quota-exceeded/switch-project')).json).toEqual({
      'switch-project': expect.any(Boolean),
    });
    const answer = await wire().manage('PUT', 'routing/strategy', { json: { value: 'nonsense' } });
    expect([answer.status, answer.json]).toEqual([400, { error: 'invalid strategy' }]);
  });

  test('exclusions of OAuth channels', async () => {
    await wire().manage('PATCH', 'oauth-excluded-models', { json: { provider: ' Kimi ', models: ['A', 'a', ' '] } });
    await wire().settle();
    expect((await wire().manage('GET', 'oauth-excluded-models')).json).toMatchObject({
      'oauth-excluded-models': { kimi: ['a'] },
    });
    expect((await wire().manage('DELETE', 'oauth-excluded-models?provider=kimi')).status).toBe(200);
    await wire().settle();
    const answer = await wire().manage('DELETE', 'oauth-excluded-models?provider=kimi');
    expect([answer.status, answer.json]).toEqual([404, { error: 'provider not found' }]);
  });

  test('aliases of OAuth channels', async () => {
    const aliases = [
      { name: 'm', alias: 'A' },
      { name: 'n', alias: 'a' },
      { name: 'same', alias: 'SAME' },
      { name: '', alias: 'x' },
    ];
    await wire().manage('PATCH', 'oauth-model-alias', { json: { channel: 'Kimi', aliases } });
    await wire().settle();
    expect((await wire().manage('GET', 'oauth-model-alias')).json).toMatchObject({
      'oauth-model-alias': { kimi: [{ name: 'm', alias: 'A' }] },
    });
    expect((await wire().manage('PATCH', 'oauth-model-alias', { json: { channel: 'kimi', aliases: [] } })).status).toBe(
      200,
    );
    await wire().settle();
  });

  test('/config shows what is in memory, without the management secret', async () => {
    await wire().put('claude-api-key', [{ 'api-key': 'sk-test-1' }]);
    const { json } = await wire().manage('GET', 'config');
    expect(json).toMatchObject({ 'claude-api-key': [{ 'api-key': 'sk-test-1' }] });
    expect(json).not.toHaveProperty('remote-management');
    expect(json).not.toHaveProperty('port');
  });

  test('/config.yaml is the file: a write shows there at once, comments and unknown keys of the top level stay', async () => {
    const before = await wire().manage('GET', 'config.yaml');
    expect(before.headers['content-type']).toBe('application/yaml; charset=utf-8');
    const text = `# contract comment\n${before.text.trimEnd()}\nx-contract-unknown: 5\n`;
    const answer = await wire().manage('PUT', 'config.yaml', { body: text });
    expect([answer.status, answer.json]).toEqual([200, { ok: true, changed: ['config'] }]);
    await new Promise((resolve) => setTimeout(resolve, 400));
    await wire().manage('PUT', 'gemini-api-key', { json: [{ 'api-key': 'sk-test-in-file' }] });
    const after = (await wire().manage('GET', 'config.yaml')).text;
    expect(after).toContain('sk-test-in-file');
    expect(after).toContain('# contract comment');
    expect(after).toContain('x-contract-unknown: 5');
    await wire().settle();
    await wire().manage('PUT', 'config.yaml', { body: before.text });
    await new Promise((resolve) => setTimeout(resolve, 400));
  });

  test('a file that is no configuration is refused', async () => {
    const answer = await wire().manage('PUT', 'config.yaml', { body: 'a: [1' });
    expect(answer.status).toBe(400);
    expect(answer.json).toMatchObject({ error: 'invalid_yaml' });
  });

  test('the usage queue answers with a list and wants a positive count', async () => {
    expect((await wire().manage('GET', 'usage-queue')).json).toEqual(expect.any(Array));
    for (const count of ['0', '-1', 'x', '1.5']) {
      const answer = await wire().manage('GET', `usage-queue?count=${count}`);
      expect([answer.status, answer.json]).toEqual([400, { error: 'count must be a positive integer' }]);
    }
  });
}
