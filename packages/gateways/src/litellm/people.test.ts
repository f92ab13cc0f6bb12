import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GatewayDriver } from '../driver/index.ts';
import { type LitellmDouble, startLitellmDouble, versions } from '../litellm-double/index.ts';
import { createLitellmDriver } from './index.ts';

let double: LitellmDouble;
let driver: GatewayDriver;
const id = 'gatehouse-0190';

afterEach(() => double.stop());
const start = async (version: (typeof versions)[number]) => {
  double = await startLitellmDouble({ version });
  driver = createLitellmDriver({ baseUrl: double.url, managementKey: double.masterKey, timeoutMs: 500 });
};
const people = () => {
  if (!driver.people) throw new Error('A LiteLLM has people.');
  return driver.people;
};
const listed = async (...ids: string[]) => {
  const answer = await people().list(ids);
  if (!answer.ok) throw new Error(answer.problem.code);
  return answer.people;
};

describe.each(versions)('the people of a LiteLLM %s', (version) => {
  beforeEach(() => start(version));

  it('come with a name and nothing else, are renamed, and go', async () => {
    expect(await people().add({ id, name: 'Ada' })).toMatchObject({ outcome: 'applied', writes: 1 });
    expect(await people().add({ id, name: 'Ada' })).toMatchObject({ outcome: 'applied', writes: 0 });
    expect(await listed(id)).toEqual([{ id, name: 'Ada', keyCount: 0 }]);
    expect(double.users()).toMatchObject([{ user_id: id, user_role: 'internal_user', user_email: null }]);
    expect(double.keys()).toEqual([]);
    await people().rename({ id, name: 'Ada L.' });
    expect(await listed(id)).toMatchObject([{ name: 'Ada L.' }]);
    expect(await people().remove(id)).toMatchObject({ outcome: 'applied', writes: 1 });
    expect(await people().remove(id)).toMatchObject({ outcome: 'applied' });
    expect(await listed(id)).toEqual([]);
  });

  it('are asked for by their whole ids, many at a time', async () => {
    const ids = Array.from({ length: 120 }, (_, index) => `${id}-${String(index).padStart(3, '0')}`);
    for (const each of ids) await people().add({ id: each, name: each });
    expect((await listed(...ids)).map((person) => person.id)).toEqual(ids);
    expect(await listed(id)).toEqual([]);
  });

  it('keep their keys: one who has any is not removed', async () => {
    await people().add({ id, name: 'Ada' });
    double.editAsForeigner(({ keys }) => keys.set('5'.repeat(64), { token: '5'.repeat(64), user_id: id }));
    expect(await listed(id)).toMatchObject([{ keyCount: 1 }]);
    expect(await people().remove(id)).toMatchObject({ outcome: 'rejected', problem: { code: 'refused' } });
    expect([double.keys().length, double.users().length]).toEqual([1, 1]);
  });
});

it('that may not be managed are no reason to distrust the master key', async () => {
  await start('1.92');
  const fault = { kind: 'envelope', status: 403, envelope: 'proxy', message: 'License limit' } as const;
  double.faults.add({ fault, path: '/user/new' });
  expect(await people().add({ id, name: 'Ada' })).toMatchObject({
    outcome: 'rejected',
    problem: { code: 'unsupported' },
  });
  expect(await driver.observe('client-keys')).toMatchObject({ ok: true });
});
