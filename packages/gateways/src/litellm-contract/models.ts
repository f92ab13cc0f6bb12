import { expect, test } from 'vitest';
import { eventually, modelPrefix, type Row, type Wire } from './wire.ts';

const upstream = 'http://127.0.0.1:9/v1';

/** Section 7 of the wire contract. */
export function modelContract(wire: () => Wire): void {
  const create = async (body: Row = {}) => {
    const id = `${modelPrefix}${crypto.randomUUID()}`;
    const answer = await wire().send('POST', '/model/new', {
      model_name: `${modelPrefix}big`,
      litellm_params: { model: 'openai/gpt-big', api_base: upstream, api_key: 'sk-test-upstream' },
      model_info: { id, gatehouse: { resource: 'provider-keys' } },
      ...body,
    });
    return { id, answer };
  };
  const isShown = (id: string) => eventually(async () => (await wire().model(id)) !== undefined, 60_000);

  test('takes an id of our own, keeps our mark, and never shows the credential', async () => {
    const { id, answer } = await create();
    expect(answer.status).toBe(200);
    expect(await isShown(id)).toBe(true);
    const row = await wire().model(id);
    expect(row).toMatchObject({
      model_name: `${modelPrefix}big`,
      litellm_params: { model: 'openai/gpt-big', api_base: upstream },
      model_info: { id, db_model: true, gatehouse: { resource: 'provider-keys' } },
    });
    expect(JSON.stringify(row)).not.toContain('sk-test-upstream');
  }, 90_000);

  test('refuses the same id twice', async () => {
    const { id } = await create();
    const again = await create({ model_info: { id } });
    expect(again.answer.status).toBeGreaterThanOrEqual(400);
    expect(await isShown(id)).toBe(true);
    expect((await wire().models()).filter(({ model_info }) => (model_info as Row).id === id)).toHaveLength(1);
  }, 90_000);

  test('changes what is sent and keeps the rest', async () => {
    const { id } = await create();
    await isShown(id);
    const answer = await wire().send('PATCH', `/model/${id}/update`, {
      litellm_params: { api_base: 'http://127.0.0.1:10/v1', api_key: 'sk-test-upstream' },
    });
    expect(answer.status).toBe(200);
    const hasMoved = async () =>
      ((await wire().model(id))?.litellm_params as Row | undefined)?.api_base === 'http://127.0.0.1:10/v1';
    expect(await eventually(hasMoved, 60_000)).toBe(true);
    expect(await wire().model(id)).toMatchObject({
      model_name: `${modelPrefix}big`,
      litellm_params: { model: 'openai/gpt-big' },
    });
  }, 90_000);

  test('deletes once, and says the second time that nothing is there', async () => {
    const { id } = await create();
    await isShown(id);
    expect((await wire().send('POST', '/model/delete', { id })).status).toBe(200);
    expect(await eventually(async () => (await wire().model(id)) === undefined, 60_000)).toBe(true);
    const again = await wire().send('POST', '/model/delete', { id });
    expect([400, 404]).toContain(again.status);
    expect(again.text).toMatch(/not found/i);
  }, 90_000);
}
