import { bundleFormats } from '@gatehouse/contracts/bundles';
import type { UserActor } from '@gatehouse/core/actor';
import { createClientKey } from '@gatehouse/core/client-keys';
import { removeTeamMember } from '@gatehouse/core/membership';
import { listModels } from '@gatehouse/core/models';
import { contributeProviderKey } from '@gatehouse/core/provider-keys';
import { addTeamMember, createTeam, updateTeam } from '@gatehouse/core/teams';
import { createTestGateway, type TestGateway } from '@gatehouse/core/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearer, browser, startTestApi, type TestApi } from '../testing/index.ts';

let gateway: TestGateway;
let api: TestApi;
let member: UserActor;
beforeAll(async () => {
  gateway = await createTestGateway();
  api = await startTestApi(gateway.services);
  member = await gateway.createUser({ role: 'member' });
  const context = gateway.contextOf(member);
  await contributeProviderKey(context, { provider: 'claude', name: 'Key', apiKey: 'sk-test-bundle', waitMs: 0 });
  await createClientKey(context, { name: 'Laptop', waitMs: 0 });
  await gateway.settle();
});
afterAll(async () => {
  await api?.close();
  await gateway?.destroy();
});

const get = (headers: Record<string, string> = {}, as = bearer(member, ['bundle']), query = '') =>
  api.fetch(`/api/v1/bundles/opencode${query}`, { as, headers });

describe('GET /api/v1/bundles/:format', () => {
  it('answers the bundle with its revision as ETag', async () => {
    const response = await get();
    expect(response.status).toBe(200);
    const bundle = (await response.json()) as { revision: string; files: unknown[] };
    expect(response.headers.get('etag')).toBe(`"${bundle.revision}"`);
    expect(response.headers.get('cache-control')).toBe('private, no-cache');
    expect(bundle.files).toHaveLength(1);
  });

  it('of every format', async () => {
    for (const format of bundleFormats) {
      const response = await api.fetch(`/api/v1/bundles/${format}?key=environment`, { as: bearer(member, ['bundle']) });
      expect([format, response.status]).toEqual([format, 200]);
      expect(await response.json()).toMatchObject({
        format,
        files: expect.arrayContaining([expect.objectContaining({ isSecret: expect.any(Boolean) })]),
      });
    }
  });

  it('answers 304 without a body to who has that revision, in any spelling of the header', async () => {
    const etag = (await get()).headers.get('etag') ?? '';
    for (const given of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const response = await get({ 'if-none-match': given });
      expect({ given, status: response.status, body: await response.text() }).toEqual({ given, status: 304, body: '' });
    }
    expect((await get({ 'if-none-match': '"other"' })).status).toBe(200);
  });

  it('needs neither database nor gateway for an unchanged one', async () => {
    const etag = (await get()).headers.get('etag') ?? '';
    const [statements, calls] = [gateway.statementCount(), gateway.callCount()];
    expect((await get({ 'if-none-match': etag })).status).toBe(304);
    expect([gateway.statementCount(), gateway.callCount()]).toEqual([statements, calls]);
  });

  it('answers 200 again to the members of a team that excludes something else now, and 304 to others', async () => {
    const stranger = await gateway.createUser({ role: 'member' });
    await createClientKey(gateway.contextOf(stranger), { name: 'Laptop', waitMs: 0 });
    const { id: teamId } = await createTeam(gateway.asOwner, { name: 'Platform', description: '' });
    const everybody = [member, stranger];
    const readAll = async () =>
      Promise.all(everybody.map(async (each) => (await get({}, bearer(each, ['bundle']))).headers.get('etag') ?? ''));
    const askAll = async (etags: string[]) =>
      Promise.all(
        everybody.map(
          async (each, at) => (await get({ 'if-none-match': etags[at] ?? '' }, bearer(each, ['bundle']))).status,
        ),
      );
    const before = await readAll();
    expect(await askAll(before)).toEqual([304, 304]);
    await addTeamMember(gateway.asOwner, { teamId, email: member.email, role: 'member' });
    expect(await askAll(before)).toEqual([304, 304]);
    const { models } = await listModels(gateway.asOwner, {});
    const [excluded] = models.filter(({ kind }) => kind === 'chat');
    await updateTeam(gateway.asOwner, { id: teamId, version: 1, exclusions: [excluded?.id ?? ''] });
    expect(await askAll(before)).toEqual([200, 304]);
    const after = await readAll();
    expect(await askAll(after)).toEqual([304, 304]);
    await removeTeamMember(gateway.asOwner, { teamId, userId: member.userId });
    expect(await askAll(after)).toEqual([200, 304]);
    expect(await readAll()).toEqual(before);
  });

  it('takes a browser session too, and a token only with the scope', async () => {
    expect((await get({}, browser(member))).status).toBe(200);
    const response = await get({}, bearer(member, ['read', 'write']));
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ error: { code: 'scope_missing' } });
    const anonymous = await api.fetch('/api/v1/bundles/opencode');
    expect(anonymous.status).toBe(401);
  });

  it('says what is wrong with the address', async () => {
    const unknown = await api.fetch('/api/v1/bundles/vim', { as: browser(member) });
    expect(unknown.status).toBe(404);
    expect(await unknown.json()).toMatchObject({ error: { code: 'format_unknown', details: { format: 'vim' } } });
    const gatewayId = await get({}, browser(member), '?gateway=nonsense');
    expect(gatewayId.status).toBe(400);
    expect(await gatewayId.json()).toMatchObject({ error: { code: 'invalid_input' } });
    expect((await api.fetch('/api/v1/bundles/opencode', { as: browser(member), method: 'POST' })).status).toBe(405);
  });
});
