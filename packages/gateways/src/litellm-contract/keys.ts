import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { eventually, type Row, type Wire } from './wire.ts';

const hash = (key: string) => createHash('sha256').update(key).digest('hex');

/** Section 4 of the wire contract. */
export function keyContract(wire: () => Wire): void {
  const generate = (body: Row = {}) => {
    const key = wire().newKey();
    return wire()
      .send('POST', '/key/generate', { key, ...body })
      .then((answer) => ({ key, answer }));
  };
  const update = (key: string, body: Row) => wire().send('POST', '/key/update', { key: hash(key), ...body });
  const status = async (key: string) => (await wire().send('GET', '/v1/models', undefined, key)).status;

  test('takes a key of our own and is addressed by its hash', async () => {
    const { key, answer } = await generate({ models: ['a', 'b'], rpm_limit: 5, metadata: { managed_by: 'gatehouse' } });
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ key, token: hash(key) });
    expect(await wire().info(hash(key))).toMatchObject({ models: ['a', 'b'], rpm_limit: 5, spend: 0 });
    expect((await wire().info(hash(key))).metadata).toMatchObject({ managed_by: 'gatehouse' });
    expect(await status(key)).toBe(200);
  });

  test('the same key twice changes nothing, and the same alias is refused', async () => {
    const alias = `contract-${crypto.randomUUID()}`;
    const { key } = await generate({ key_alias: alias, rpm_limit: 3 });
    const again = await wire().send('POST', '/key/generate', { key, rpm_limit: 9 });
    expect([200, 400, 409]).toContain(again.status);
    expect(await wire().info(hash(key))).toMatchObject({ key_alias: alias, rpm_limit: 3 });
    expect((await generate({ key_alias: alias })).answer.status).toBe(400);
  });

  test('lists whole rows by their hash, without the key', async () => {
    const { key } = await generate({ max_budget: 2.5, budget_duration: '30d' });
    const rows: Row[] = [];
    for (let page = 1, pages = 1; page <= pages; page += 1) {
      const { json } = await wire().send('GET', `/key/list?page=${page}&size=100&return_full_object=true`);
      rows.push(...(json.keys as Row[]));
      pages = Number(json.total_pages);
    }
    const row = rows.find(({ token }) => token === hash(key));
    expect(row).toMatchObject({ max_budget: 2.5, budget_duration: '30d' });
    expect(JSON.stringify(rows)).not.toContain(key);
  });

  test('changes only what is sent, and clears by null', async () => {
    const { key } = await generate({ max_budget: 2, rpm_limit: 5, tpm_limit: 7, models: ['a'] });
    expect((await update(key, { rpm_limit: 6 })).status).toBe(200);
    expect(await wire().info(hash(key))).toMatchObject({ max_budget: 2, rpm_limit: 6, tpm_limit: 7, models: ['a'] });
    await update(key, { max_budget: null, rpm_limit: null, tpm_limit: null });
    expect(await wire().info(hash(key))).toMatchObject({ max_budget: null, rpm_limit: null, tpm_limit: null });
    await update(key, { models: ['all-proxy-models'] });
    expect((await wire().info(hash(key))).models).toEqual(['all-proxy-models']);
  });

  test('sets and clears the expiry by a duration', async () => {
    const { key } = await generate({ duration: '3600s' });
    const { expires } = await wire().info(hash(key));
    expect(Math.abs(Date.parse(String(expires)) - Date.now() - 3_600_000)).toBeLessThan(120_000);
    await update(key, { duration: '-1' });
    expect((await wire().info(hash(key))).expires ?? null).toBeNull();
  });

  test('a blocked key is refused until it is unblocked', async () => {
    const { key } = await generate();
    expect((await wire().send('POST', '/key/block', { key: hash(key) })).status).toBe(200);
    expect((await wire().info(hash(key))).blocked).toBe(true);
    expect(await eventually(async () => (await status(key)) !== 200, 70_000)).toBe(true);
    await wire().send('POST', '/key/unblock', { key: hash(key) });
    expect(await eventually(async () => (await status(key)) === 200, 70_000)).toBe(true);
  }, 150_000);

  test('a deleted key is gone and refused, can come again, and deleting it twice does no harm', async () => {
    const { key } = await generate();
    expect((await wire().send('POST', '/key/delete', { keys: [hash(key)] })).status).toBe(200);
    const info = await wire().send('GET', `/key/info?key=${hash(key)}`);
    if (info.status === 200) expect(info.json).toMatchObject({ info: { deleted_at: expect.any(String) } });
    else expect(info.status).toBe(404);
    const again = await wire().send('POST', '/key/generate', { key, rpm_limit: 5 });
    expect([again.status, (await wire().info(hash(key))).rpm_limit]).toEqual([200, 5]);
    await wire().send('POST', '/key/delete', { keys: [hash(key)] });
    expect([200, 400, 404]).toContain((await wire().send('POST', '/key/delete', { keys: [hash(key)] })).status);
    expect((await update(key, { rpm_limit: 1 })).status).toBe(404);
    expect(await eventually(async () => (await status(key)) === 401, 70_000)).toBe(true);
  }, 90_000);

  test('a key of a client may not manage', async () => {
    const { key } = await generate();
    expect([401, 403]).toContain((await wire().send('POST', '/key/generate', {}, key)).status);
    expect((await wire().send('GET', '/key/list', undefined, 'sk-test-nobody')).status).toBe(401);
  });
}
