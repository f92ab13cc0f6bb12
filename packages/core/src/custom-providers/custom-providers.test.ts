import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CustomProviderView } from '@gatehouse/contracts/custom-providers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '../context/index.ts';
import { databaseText } from '../testing/database-text.ts';
import { createTestGateway, type TestGateway } from '../testing/gateway.ts';
import {
  contributeCustomProvider,
  createCustomProviderGroup,
  discoverCustomProviderModels,
  listCustomProviderGroups,
  listCustomProviders,
  removeCustomProviderGroup,
  updateCustomProvider,
  updateCustomProviderGroup,
} from './index.ts';

let rig: TestGateway;
let ctx: Context;
let asOperator: Context;

beforeEach(async () => {
  rig = await createTestGateway();
  ctx = rig.contextOf(await rig.createUser());
  asOperator = rig.contextOf(await rig.createUser({ role: 'operator' }));
  await rig.settle();
});
afterEach(() => rig.destroy());

const model = { name: 'm', alias: 'a' };
const contribute = (name: string, extra: object = {}, as = ctx): Promise<CustomProviderView> =>
  contributeCustomProvider(as, {
    name,
    displayName: name,
    baseUrl: 'https://acme.example/v1',
    models: [model],
    waitMs: 0,
    ...('isKeyless' in extra || 'apiKeys' in extra ? {} : { apiKey: `sk-test-${name}-0001` }),
    ...extra,
  });
const update = (id: string, version: number, edit: object, as = ctx) =>
  updateCustomProvider(as, { id, version, waitMs: 0, ...edit });
const atGateway = () => rig.double.entries('openai-compatibility');
const named = (name: string) => atGateway().find((entry) => entry.name === name);
const code = (expected: string) => expect.objectContaining({ payload: expect.objectContaining({ code: expected }) });

describe('a custom provider', () => {
  it('has several keys, modalities and headers, and is edited in place', async () => {
    const view = await contribute('acme', {
      apiKeys: ['sk-test-acme-0001', 'sk-test-acme-0002'],
      headers: [{ name: 'X-Team', value: 'sk-test-header-1' }],
      prefix: 'team',
      priority: 4,
      models: [{ ...model, inputModalities: ['text', 'image'], outputModalities: ['text'], maxContextLength: 9000 }],
    });
    expect(view).toMatchObject({ maskedKeys: ['sk-t…0001', 'sk-t…0002'], settings: { headerNames: ['X-Team'] } });
    await rig.settle();
    expect(named('acme')).toMatchObject({
      prefix: 'team',
      priority: 4,
      'api-key-entries': [{ 'api-key': 'sk-test-acme-0001' }, { 'api-key': 'sk-test-acme-0002' }],
      headers: { 'X-Team': 'sk-test-header-1' },
      models: [
        {
          ...model,
          'max-context-length': 9000,
          'input-modalities': ['text', 'image'],
          'output-modalities': ['text'],
        },
      ],
    });

    const edited = await update(view.id, 1, {
      displayName: 'Acme',
      baseUrl: 'https://acme.example/v2',
      apiKeys: [{ keep: 1 }, { value: 'sk-test-acme-0003' }],
      headers: [{ name: 'X-Team' }],
      prefix: null,
      models: [model],
    });
    expect(edited).toMatchObject({ version: 2, maskedKeys: ['sk-t…0002', 'sk-t…0003'] });
    await rig.settle();
    expect(named('acme')).toEqual({
      name: 'acme',
      priority: 4,
      disabled: false,
      'base-url': 'https://acme.example/v2',
      'api-key-entries': [{ 'api-key': 'sk-test-acme-0002' }, { 'api-key': 'sk-test-acme-0003' }],
      models: [model],
      headers: { 'X-Team': 'sk-test-header-1' },
    });
    expect(await databaseText(rig.services.db)).not.toMatch(/sk-test-(acme|header)/);
    await expect(update(view.id, 1, { displayName: 'Older' })).rejects.toEqual(code('edit_conflict'));
    await expect(update(view.id, 2, { apiKeys: [{ keep: 7 }] })).rejects.toEqual(code('entry_refused'));
    await expect(update(view.id, 2, { displayName: 'X' }, asOperator)).rejects.toEqual(code('not_found'));
    expect(await update(view.id, 2, { displayName: 'X' }, rig.asOwner)).toMatchObject({ displayName: 'X' });
  });

  it('is switched off and on', async () => {
    const { id } = await contribute('acme');
    await rig.settle();
    await update(id, 1, { isDisabled: true });
    await rig.settle();
    expect(named('acme')).toMatchObject({ disabled: true });
    expect(rig.double.modelIds()).not.toContain('a');
    const [view] = await listCustomProviders(ctx, { scope: 'own' });
    expect(view).toMatchObject({ isDisabled: true, state: { status: 'applied' } });
    await update(id, 2, { isDisabled: false });
    await rig.settle();
    expect(named('acme')).toMatchObject({ disabled: false });
  });

  it('is keyless only where somebody may allow that', async () => {
    await expect(contribute('local', { isKeyless: true })).rejects.toEqual(code('forbidden'));
    const view = await contribute('local', { isKeyless: true }, asOperator);
    expect(view).toMatchObject({ isKeyless: true, masked: '', maskedKeys: [] });
    const mine = await contribute('mine');
    await expect(update(mine.id, 1, { apiKeys: [] })).rejects.toEqual(code('forbidden'));
    await rig.settle();
    expect(named('local')).not.toHaveProperty('api-key-entries');
    expect(await listCustomProviders(asOperator, { scope: 'own' })).toMatchObject([{ state: { status: 'applied' } }]);
    await update(view.id, 1, { apiKeys: [{ value: 'sk-test-local-0001' }] }, asOperator);
    await rig.settle();
    expect(named('local')).toMatchObject({ 'api-key-entries': [{ 'api-key': 'sk-test-local-0001' }] });
  });

  it('is shown to everybody when shared, without its keys, and still changed by its owner only', async () => {
    const { id } = await contribute('acme', {
      isShared: true,
      headers: [{ name: 'X-Team', value: 'sk-test-header-1' }],
    });
    await contribute('private');
    const other = rig.contextOf(await rig.createUser());
    const shared = await listCustomProviders(other, { scope: 'shared' });
    expect(shared).toMatchObject([{ id, name: 'acme', masked: '', maskedKeys: [], settings: { headerNames: [] } }]);
    await expect(update(id, 1, { displayName: 'Theirs' }, other)).rejects.toEqual(code('not_found'));
    await update(id, 1, { isShared: false });
    expect(await listCustomProviders(other, { scope: 'shared' })).toEqual([]);
  });
});

describe('groups', () => {
  const names = async () => (await listCustomProviders(rig.asOwner, { scope: 'all' })).map(({ name }) => name);

  it('are ordered, and order what is in them', async () => {
    const second = await createCustomProviderGroup(asOperator, { name: 'Second', position: 2 });
    const first = await createCustomProviderGroup(asOperator, { name: 'First', position: 1 });
    await contribute('none');
    await contribute('b', { groupId: second.id, position: 1 });
    await contribute('a', { groupId: second.id, position: 0 });
    const c = await contribute('c', { groupId: first.id });
    expect(await names()).toEqual(['c', 'a', 'b', 'none']);
    await update(c.id, 1, { groupId: null });
    expect((await names())[0]).toBe('a');
    expect(await listCustomProviderGroups(ctx)).toMatchObject([
      { name: 'First', providers: 0 },
      { name: 'Second', providers: 2 },
    ]);
    await expect(createCustomProviderGroup(ctx, { name: 'Mine' })).rejects.toEqual(code('forbidden'));
    await expect(createCustomProviderGroup(asOperator, { name: 'first' })).rejects.toEqual(
      code('custom_provider_group_name_taken'),
    );
  });

  it('that are switched off really disable their providers, and leave the own switch alone', async () => {
    const group = await createCustomProviderGroup(asOperator, { name: 'Night' });
    const on = await contribute('on', { groupId: group.id });
    await contribute('off', { groupId: group.id, isDisabled: true });
    await contribute('other');
    await rig.settle();
    const disabled = () => Object.fromEntries(atGateway().map((entry) => [entry.name, entry.disabled]));
    expect(disabled()).toEqual({ on: false, off: true, other: false });

    await updateCustomProviderGroup(asOperator, { id: group.id, isEnabled: false });
    await contribute('late', { groupId: group.id });
    await rig.settle();
    expect(disabled()).toEqual({ on: true, off: true, other: false, late: true });
    // An edit of a provider does not get around its group.
    await update(on.id, 1, { displayName: 'Still off' });
    await rig.settle();
    expect(disabled()).toMatchObject({ on: true });

    await updateCustomProviderGroup(asOperator, { id: group.id, isEnabled: true });
    await rig.settle();
    expect(disabled()).toEqual({ on: false, off: true, other: false, late: false });
  });

  it('leave their providers as they were when they are removed', async () => {
    const group = await createCustomProviderGroup(asOperator, { name: 'Night' });
    await contribute('one', { groupId: group.id });
    await updateCustomProviderGroup(asOperator, { id: group.id, isEnabled: false });
    await removeCustomProviderGroup(asOperator, { id: group.id });
    await rig.settle();
    expect(named('one')).toMatchObject({ disabled: true });
    expect(await listCustomProviders(ctx, { scope: 'own' })).toMatchObject([{ isDisabled: true, group: null }]);
  });

  it('hold under edits and switches at the same time', async () => {
    const group = await createCustomProviderGroup(asOperator, { name: 'Night' });
    const views = await Promise.all(['a', 'b', 'c'].map((name) => contribute(name)));
    await Promise.all([
      ...views.map(({ id }) => update(id, 1, { groupId: group.id })),
      updateCustomProviderGroup(asOperator, { id: group.id, isEnabled: false }),
    ]);
    await rig.settle();
    expect(atGateway().map((entry) => entry.disabled)).toEqual([true, true, true]);
  });
});

describe('discovery', () => {
  it('reaches private addresses only for those who may add local providers', async () => {
    const server = http.createServer((_, response) => response.end('{"data":[{"id":"local-1"}]}'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
    try {
      await expect(discoverCustomProviderModels(ctx, { baseUrl })).rejects.toEqual(code('discovery_failed'));
      expect(await discoverCustomProviderModels(asOperator, { baseUrl })).toEqual({
        models: [{ id: 'local-1', ownedBy: null }],
        isTruncated: false,
      });
    } finally {
      server.close();
    }
  });
});
