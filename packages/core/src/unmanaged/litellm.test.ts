import type { LitellmDouble } from '@gatehouse/gateways/litellm-double';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UserActor } from '../actor/index.ts';
import { listClientKeys, ownClientKey, revokeClientKey } from '../client-keys/index.ts';
import type { Context } from '../context/index.ts';
import { listCustomProviders, removeCustomProvider, updateCustomProvider } from '../custom-providers/index.ts';
import { updateUser } from '../membership/index.ts';
import { createTestLitellm, hashOf, type TestLitellm, theirKey } from '../testing/litellm.ts';
import { listUnmanagedEntries } from './index.ts';

// At a gateway that shows no secret again.

let rig: TestLitellm;
let double: LitellmDouble;
let id: string;
let asOwner: Context;
let ada: UserActor;
let asAda: Context;

beforeEach(async () => {
  rig = await createTestLitellm();
  ({ double, gatewayId: id, asOwner, ada, asAda } = rig);
});
afterEach(() => rig.destroy());

const offered = () => double.models().map(({ model_name }) => model_name);

describe('adopting at a LiteLLM', () => {
  it('shows strangers by what the gateway shows, and says what will not be possible', async () => {
    const [key, ...models] = await listUnmanagedEntries(asOwner, { id });
    expect(key).toMatchObject({ label: 'theirs', masked: 'sk-...nary', takesSecret: true, obstacle: null });
    expect(key?.caveat).toContain('only its hash');
    expect(models).toMatchObject([
      { label: 'their-model', takesSecret: false, caveat: expect.stringContaining('credential'), obstacle: null },
      { label: 'in-file', obstacle: expect.stringContaining('configuration file') },
    ]);
  });

  it('a key by its hash is managed and revoked, keeps its team, and is in no bundle', async () => {
    expect(await rig.adopt(await rig.stranger('client-keys'))).toMatchObject({ adopted: [{}], refused: [] });
    await rig.settle();
    const [own] = await listClientKeys(asAda, { scope: 'own' });
    expect(own).toMatchObject({ name: 'theirs', masked: 'sk-...nary', state: { status: 'applied' } });
    expect(await ownClientKey(rig.services, ada.userId, id)).toBeNull();
    const person = `gatehouse-${ada.userId}`;
    expect(double.keys()).toMatchObject([{ models: ['big'], team_id: 'blue', user_id: person }]);
    // A team of others is not ours to put anybody into: they do so, or the key cannot come back.
    Object.assign(double.teams()[0] ?? {}, { members_with_roles: [{ role: 'user', user_id: person }] });
    double.editAsForeigner(({ keys }) =>
      Object.assign(keys.get(hashOf(theirKey)) ?? {}, { models: [], team_id: null }),
    );
    await rig.settle();
    expect(double.keys()).toMatchObject([{ models: ['big'], team_id: 'blue' }]);
    await revokeClientKey(asAda, { id: own?.id ?? '', waitMs: 0 });
    await rig.settle();
    expect(double.keys()).toEqual([]);
  });

  it('a key that is given is proven by its hash, and can be made again', async () => {
    const entry = await rig.stranger('client-keys');
    expect(await rig.adopt({ ...entry, secret: 'sk-test-another' })).toMatchObject({ adopted: [], refused: [{}] });
    expect(await rig.adopt({ ...entry, secret: theirKey })).toMatchObject({ adopted: [{}] });
    await rig.settle();
    expect(await ownClientKey(rig.services, ada.userId, id)).toMatchObject({ key: theirKey });
    double.editAsForeigner(({ keys }) => keys.delete(hashOf(theirKey)));
    await rig.settle();
    expect(double.keys()).toMatchObject([{ token: hashOf(theirKey), models: ['big'], team_id: 'blue' }]);
  });

  it('a model keeps its credential, is put back by name, and is removed by its owner', async () => {
    await rig.adopt(await rig.stranger('custom-providers'));
    await rig.settle();
    expect(await listCustomProviders(asAda, { scope: 'own' })).toMatchObject([{ state: { status: 'applied' } }]);
    double.editAsForeigner(({ models }) => Object.assign(models[0] ?? {}, { model_name: 'renamed' }));
    await rig.settle();
    expect(double.models()[0]).toMatchObject({
      model_name: 'their-model',
      litellm_params: { api_key: 'sk-test-theirs', rpm: 5 },
    });
    const [own] = await listCustomProviders(asAda, { scope: 'own' });
    await removeCustomProvider(asAda, { id: own?.id ?? '', waitMs: 0 });
    await rig.settle();
    expect(offered()).toEqual(['in-file']);
  });

  it('a model whose owner enters the key is like any other from then on', async () => {
    await rig.adopt(await rig.stranger('custom-providers'));
    await rig.settle();
    const [own] = await listCustomProviders(asAda, { scope: 'own' });
    const edit = { id: own?.id ?? '', version: own?.version ?? 0, waitMs: 0 };
    await expect(updateCustomProvider(asAda, { ...edit, isDisabled: true })).rejects.toMatchObject({
      payload: { code: 'entry_refused' },
    });
    await updateCustomProvider(asAda, { ...edit, apiKeys: [{ value: 'sk-test-entered' }] });
    await rig.settle();
    expect(double.models().find(({ model_name }) => model_name === 'their-model')).toMatchObject({
      litellm_params: { model: 'openai/x', api_key: 'sk-test-entered', api_base: 'https://theirs.example' },
    });
    expect(double.models()).toHaveLength(2);
    expect(await listCustomProviders(asAda, { scope: 'own' })).toMatchObject([{ state: { status: 'applied' } }]);
  });

  it('a key by its hash is blocked while its owner is deactivated, as it could not come back', async () => {
    await rig.adopt(await rig.stranger('client-keys'));
    await rig.settle();
    await updateUser(asOwner, { id: ada.userId, isActive: false });
    await rig.settle();
    expect(double.keys()).toMatchObject([{ blocked: true }]);
    await updateUser(asOwner, { id: ada.userId, isActive: true });
    await rig.settle();
    expect(double.keys()).toMatchObject([{ blocked: false, models: ['big'] }]);
  });

  it('what nobody can make again is said when it is gone', async () => {
    await rig.adopt(await rig.stranger('client-keys'), await rig.stranger('custom-providers'));
    await rig.settle();
    double.editAsForeigner(({ keys, models }) => {
      keys.clear();
      models.shift();
    });
    await rig.settle();
    const state = { status: 'rejected', problem: { code: 'unsupported' } };
    expect(await listClientKeys(asAda, { scope: 'own' })).toMatchObject([{ state }]);
    expect(await listCustomProviders(asAda, { scope: 'own' })).toMatchObject([{ state }]);
  });
});
