import { expect, test } from 'vitest';
import { createLitellmDriver } from '../litellm/index.ts';
import { eventually, type Wire } from './wire.ts';

/** Section 5 of the wire contract, as far as keys belong to users. */
export function peopleContract(wire: () => Wire): void {
  const people = () => {
    const driver = createLitellmDriver({ baseUrl: wire().target.url, managementKey: wire().target.masterKey });
    if (!driver.people) throw new Error('A LiteLLM has people.');
    return driver.people;
  };
  const seen = async (id: string) => {
    const answer = await people().list([id]);
    if (!answer.ok) throw new Error(answer.problem.code);
    return answer.people[0];
  };
  const withPerson = async (work: (id: string) => Promise<void>) => {
    const id = `gatehouse-contract-${crypto.randomUUID()}`;
    expect(await people().add({ id, name: 'Contract' })).toMatchObject({ outcome: 'applied', writes: 1 });
    try {
      await work(id);
    } finally {
      await wire().send('POST', '/user/delete', { user_ids: [id] });
    }
  };

  test('come without a key or an address, once, and are renamed', () =>
    withPerson(async (id) => {
      expect(await eventually(async () => (await seen(id)) !== undefined)).toBe(true);
      expect(await seen(id)).toEqual({ id, name: 'Contract', keyCount: 0 });
      expect(await people().add({ id, name: 'Contract' })).toMatchObject({ outcome: 'applied', writes: 0 });
      expect(await people().rename({ id, name: 'Renamed' })).toMatchObject({ outcome: 'applied' });
      expect(await eventually(async () => (await seen(id))?.name === 'Renamed')).toBe(true);
    }));

  test('are not removed while a key is theirs, as it would go with them', () =>
    withPerson(async (id) => {
      const key = wire().newKey();
      expect((await wire().send('POST', '/key/generate', { key, user_id: id })).status).toBe(200);
      expect(await wire().info(key)).toMatchObject({ user_id: id });
      expect((await seen(id))?.keyCount).toBe(1);
      expect(await people().remove(id)).toMatchObject({ outcome: 'rejected' });
      await wire().send('POST', '/key/delete', { keys: [key] });
      expect(await people().remove(id)).toMatchObject({ outcome: 'applied', writes: 1 });
      expect(await eventually(async () => (await seen(id)) === undefined)).toBe(true);
      expect(await people().remove(id)).toMatchObject({ outcome: 'applied' });
    }));
}
