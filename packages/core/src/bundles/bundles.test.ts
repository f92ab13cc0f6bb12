import { editedBundleChoices } from '@gatehouse/contracts/bundle-choices';
import { type BundleFormat, bundleFormats, keyPlacements } from '@gatehouse/contracts/bundles';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { getBundleChoices, updateBundleChoices } from '../bundle-choices/index.ts';
import { createClientKey, revokeClientKey } from '../client-keys/index.ts';
import type { Context } from '../context/index.ts';
import { activeGateways } from '../gateway-sync/index.ts';
import { contributeProviderKey } from '../provider-keys/index.ts';
import { publishShare, subscribeToShare } from '../sharing/index.ts';
import { createTestGateway, type TestGateway } from '../testing/index.ts';
import { getBundle, getBundleRevision, renderBundle } from './index.ts';
import { loadSources } from './load-sources.ts';

let rig: TestGateway;
beforeAll(async () => {
  rig = await createTestGateway();
  await contributeProviderKey(rig.asOwner, { provider: 'claude', name: 'Key', apiKey: 'sk-test-upstream', waitMs: 0 });
  await rig.settle();
  await rig.double.settled();
  await rig.converge();
});
afterAll(() => rig?.destroy());

async function person() {
  const ctx = rig.contextOf(await rig.createUser());
  const { key, clientKey } = await createClientKey(ctx, { name: 'Laptop', waitMs: 0 });
  return { ctx, key, id: clientKey.id };
}
const userOf = ({ actor }: Context): string => (actor.type === 'user' ? actor.userId : '');
const textOf = async (ctx: Context, format: BundleFormat) =>
  (await getBundle(ctx, { format })).files.map(({ content }) => content).join('\n');
const allOf = async (ctx: Context) =>
  (await Promise.all(bundleFormats.map((format) => textOf(ctx, format)))).join('\n');

describe('a person’s bundle', () => {
  it('B1: has the revision that is asked for without it, whichever key and placement', async () => {
    const { ctx } = await person();
    await createClientKey(ctx, { name: 'Second', waitMs: 0 });
    for (const format of bundleFormats)
      for (const keyPlacement of keyPlacements) {
        const asked = await getBundleRevision(ctx, { format, keyPlacement });
        rig.services.cache.clear();
        expect((await getBundle(ctx, { format, keyPlacement })).revision).toBe(asked);
      }
  });

  it('B2: is refused to who has no key, and never holds the key of somebody else', async () => {
    const [mine, other] = [await person(), await person()];
    expect(await allOf(mine.ctx)).not.toContain(other.key);
    const stranger = rig.contextOf(await rig.createUser());
    await expect(getBundle(stranger, { format: 'opencode' })).rejects.toMatchObject({
      payload: { code: 'no_client_key' },
    });
    await revokeClientKey(mine.ctx, { id: mine.id, waitMs: 0 });
    await expect(getBundle(mine.ctx, { format: 'opencode' })).rejects.toMatchObject({
      payload: { code: 'no_client_key' },
    });
  });

  it('B4: holds nothing of the environment of whose choices the person follows', async () => {
    const [publisher, follower] = [await person(), await person()];
    const { version } = await getBundleChoices(publisher.ctx);
    const docs = { type: 'local', command: ['npx', 'server@1.0.0'], environment: { TOKEN: 'canary-environment' } };
    const wiki = { type: 'remote', url: 'https://mcp.example.com', headers: { 'x-team': 'canary-header' } };
    const choices = editedBundleChoices.parse({
      defaultModel: 'claude-opus-4-1',
      mcpServers: { docs, wiki },
      plugins: ['canary-plugin@1.0.0'],
    });
    const saved = await updateBundleChoices(publisher.ctx, { version, choices });
    const { share } = await publishShare(publisher.ctx, { choicesVersion: saved.version, name: 'Ours' });
    await subscribeToShare(follower.ctx, { code: (share.code ?? '').replace('-', ''), consents: [] });
    expect(await textOf(publisher.ctx, 'opencode')).toContain('canary-environment');
    expect(await allOf(follower.ctx)).not.toContain('canary-');
  });

  it('B8: is kept for one person at one gateway, however alike the keys are', async () => {
    const people = await Promise.all([person(), person(), person()]);
    for (const round of [1, 2])
      for (const { ctx, key } of people) {
        const text = await allOf(ctx);
        expect([round, text.includes(key)]).toEqual([round, true]);
        for (const other of people) if (other.key !== key) expect(text).not.toContain(other.key);
      }
  });

  it('B10: asks neither database nor gateway a second time', async () => {
    const { ctx } = await person();
    await allOf(ctx);
    const [statements, calls] = [rig.statementCount(), rig.callCount()];
    await allOf(ctx);
    expect([rig.statementCount(), rig.callCount()]).toEqual([statements, calls]);
  });

  it('B12: is what the one function makes of the sources, whoever asks', async () => {
    const { ctx } = await person();
    const [gateway] = await activeGateways(ctx);
    if (!gateway) throw new Error('There is no gateway.');
    const sources = await loadSources(ctx, gateway, { userId: userOf(ctx), keyPlacement: 'inline' });
    for (const format of bundleFormats)
      expect(await getBundle(ctx, { format })).toMatchObject(renderBundle(format, sources));
  });

  it('B3, B9: stays as it is while the gateway is down, asks nobody outside, and says that it is old', async () => {
    const { ctx } = await person();
    const before = await Promise.all(bundleFormats.map((format) => getBundle(ctx, { format })));
    expect(before.some(({ files, isStale }) => files.length === 0 || isStale)).toBe(false);
    await rig.double.kill();
    await rig.converge();
    rig.services.cache.clear();
    const calls = rig.callCount();
    const fetched = vi.spyOn(globalThis, 'fetch');
    const after = await Promise.all(bundleFormats.map((format) => getBundle(ctx, { format })));
    expect(after).toEqual(before.map((bundle) => ({ ...bundle, isStale: true })));
    expect([rig.callCount(), fetched.mock.calls]).toEqual([calls, []]);
    fetched.mockRestore();
    await rig.double.restart();
  });
});
