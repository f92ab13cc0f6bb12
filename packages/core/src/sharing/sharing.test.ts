import { type EditedBundleChoices, editedBundleChoices } from '@gatehouse/contracts/bundle-choices';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getBundleChoices, updateBundleChoices } from '../bundle-choices/index.ts';
import type { Context } from '../context/index.ts';
import { createTestGateway, type TestGateway } from '../testing/index.ts';
import {
  consentToParts,
  diffShare,
  draftShare,
  effectiveChoices,
  fillInValues,
  getShare,
  listShares,
  listSubscriptions,
  pauseSubscription,
  pinSubscription,
  previewShare,
  publishShare,
  resumeSubscription,
  rollBackShare,
  subscribeToShare,
  unpublishShare,
  unsubscribe,
} from './index.ts';

let rig: TestGateway;
beforeAll(async () => {
  rig = await createTestGateway();
});
afterAll(() => rig?.destroy());

const person = async () => rig.contextOf(await rig.createUser());
const userOf = ({ actor }: Context): string => (actor.type === 'user' ? actor.userId : '');
const choicesOf = (ctx: Context) => effectiveChoices(ctx, { userId: userOf(ctx), gatewayId: rig.gateway.id });

async function choose(ctx: Context, given: Record<string, unknown>): Promise<number> {
  const { version } = await getBundleChoices(ctx);
  const choices: EditedBundleChoices = editedBundleChoices.parse(given);
  return (await updateBundleChoices(ctx, { version, choices })).version;
}

async function publish(ctx: Context, given: Record<string, unknown>, id?: string) {
  const choicesVersion = await choose(ctx, given);
  return publishShare(ctx, { choicesVersion, ...(id === undefined ? { name: 'Ours' } : { id }) });
}

/** A publisher with one share, and somebody who follows it. */
async function following(given: Record<string, unknown>) {
  const [publisher, follower] = [await person(), await person()];
  const { share } = await publish(publisher, given);
  const subscription = await subscribeToShare(follower, { code: codeOf(share), consents: [] });
  return { publisher, follower, share, subscription };
}

function codeOf({ code }: { code: string | null }): string {
  if (code === null) throw new Error('The share has no code.');
  return code.replace('-', '');
}

describe('publishing', () => {
  it('gives a code, and a version for each content', async () => {
    const ctx = await person();
    const first = await publish(ctx, { defaultModel: 'gpt-5' });
    expect(first).toMatchObject({
      isNewVersion: true,
      share: { name: 'Ours', latest: { version: 1 }, followers: 0, hasUnpublishedChanges: false },
    });
    expect(first.share.code).toMatch(/^[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}$/);
    const id = first.share.id;
    const choicesVersion = await choose(ctx, { defaultModel: 'glm-5' });
    expect(await listShares(ctx)).toMatchObject([{ id, hasUnpublishedChanges: true }]);
    expect(await draftShare(ctx, { id })).toMatchObject({
      choicesVersion,
      changes: [{ at: 'defaultModel', before: 'gpt-5', after: 'glm-5' }],
    });
    const second = await publishShare(ctx, { id, choicesVersion });
    expect(second).toMatchObject({ isNewVersion: true, share: { code: first.share.code, latest: { version: 2 } } });
    expect(await publishShare(ctx, { id, choicesVersion })).toMatchObject({
      isNewVersion: false,
      share: { latest: { version: 2, contentHash: second.share.latest.contentHash } },
    });
    expect((await getShare(ctx, { id })).versions.map(({ version }) => version)).toEqual([2, 1]);
  });

  it('refuses what was not looked at, nothing, and what gives a secret away', async () => {
    const ctx = await person();
    await expect(publishShare(ctx, { name: 'Ours', choicesVersion: 0 })).rejects.toMatchObject({
      payload: { code: 'share_refused' },
    });
    const version = await choose(ctx, { smallModel: 'gpt-5' });
    await expect(publishShare(ctx, { name: 'Ours', choicesVersion: version - 1 })).rejects.toMatchObject({
      payload: { code: 'edit_conflict', details: { version } },
    });
    const value = 'test-canary-in-an-argument';
    const choicesVersion = await choose(ctx, {
      mcpServers: { files: { type: 'local', command: ['run', value], environment: { WHAT: value } } },
    });
    const draft = await draftShare(ctx, {});
    expect(draft).toMatchObject({ document: null, refusals: [expect.stringContaining('mcpServers.files')] });
    expect(JSON.stringify(draft)).not.toContain(value);
    const refusal = publishShare(ctx, { name: 'Ours', choicesVersion });
    await expect(refusal).rejects.toMatchObject({ payload: { code: 'share_refused' } });
    await refusal.catch((error) => expect(JSON.stringify(error.payload)).not.toContain(value));
  });

  it('numbers the versions of publishes at once without a gap, and each of them once', async () => {
    const ctx = await person();
    const { share } = await publish(ctx, { defaultModel: 'model-0' });
    const edits = Array.from({ length: 8 }, async (_, index) => {
      for (;;) {
        const { version } = await getBundleChoices(ctx);
        const choices = editedBundleChoices.parse({ defaultModel: `model-${index + 1}` });
        const done = await updateBundleChoices(ctx, { version, choices })
          .then((saved) => publishShare(ctx, { id: share.id, choicesVersion: saved.version }))
          .catch((error) => {
            if (error.payload?.code !== 'edit_conflict') throw error;
            return null;
          });
        if (done) return;
      }
    });
    await Promise.all(edits);
    const { versions } = await getShare(ctx, { id: share.id });
    expect(versions.map(({ version }) => version)).toEqual(
      Array.from({ length: versions.length }, (_, i) => versions.length - i),
    );
    expect(new Set(versions.map(({ contentHash }) => contentHash)).size).toBe(versions.length);
    expect(versions.length).toBeGreaterThan(2);
  });

  it('makes one version of one content that is published twice at once', async () => {
    const ctx = await person();
    const { share } = await publish(ctx, { defaultModel: 'gpt-5' });
    const choicesVersion = await choose(ctx, { defaultModel: 'glm-5' });
    const both = await Promise.all([1, 2].map(() => publishShare(ctx, { id: share.id, choicesVersion })));
    expect(both.map(({ isNewVersion }) => isNewVersion).sort()).toEqual([false, true]);
    expect(both.map(({ share: { latest } }) => latest.version)).toEqual([2, 2]);
  });

  it('is for its publisher only', async () => {
    const { share, publisher } = await following({ defaultModel: 'gpt-5' });
    const stranger = await person();
    const choicesVersion = await choose(stranger, { defaultModel: 'glm-5' });
    const notFound = { payload: { code: 'not_found' } };
    await expect(publishShare(stranger, { id: share.id, choicesVersion })).rejects.toMatchObject(notFound);
    await expect(rollBackShare(stranger, { id: share.id, version: 1 })).rejects.toMatchObject(notFound);
    await expect(unpublishShare(stranger, { id: share.id })).rejects.toMatchObject(notFound);
    await expect(getShare(stranger, { id: share.id })).rejects.toMatchObject(notFound);
    await expect(diffShare(stranger, { id: share.id, from: 0, to: 1 })).rejects.toMatchObject(notFound);
    expect((await listShares(publisher))[0]?.followers).toBe(1);
  });
});

describe('following', () => {
  it('takes over what travels, under one’s own', async () => {
    const { follower, publisher } = await following({
      defaultModel: 'gpt-5',
      smallModel: 'gpt-5-mini',
      agents: { oracle: { models: ['gpt-5'] }, explore: { models: ['glm-5'] } },
      exclusions: ['claude-*'],
      limits: { 'gpt-5': { contextLimit: 1000 } },
      permissions: { bash: 'allow' },
    });
    await choose(follower, {
      smallModel: 'own-small',
      agents: { oracle: { models: ['own'] } },
      exclusions: ['!claude-opus'],
    });
    expect(await choicesOf(follower)).toMatchObject({
      defaultModel: 'gpt-5',
      smallModel: 'own-small',
      agents: { oracle: { models: ['own'] }, explore: { models: ['glm-5'] } },
      exclusions: ['claude-*', '!claude-opus'],
      limits: { 'gpt-5': { contextLimit: 1000 } },
      permissions: {},
    });
    expect(await choicesOf(publisher)).toMatchObject({ permissions: { bash: 'allow' } });
  });

  it('follows the latest at once, in every process, and asks nothing while nothing changes', async () => {
    const { follower, publisher, share } = await following({ defaultModel: 'one' });
    const other = await rig.anotherProcess();
    const there = () => effectiveChoices(other, { userId: userOf(follower), gatewayId: rig.gateway.id });
    expect([(await choicesOf(follower)).defaultModel, (await there()).defaultModel]).toEqual(['one', 'one']);
    const statements = rig.statementCount();
    await choicesOf(follower);
    expect(rig.statementCount()).toBe(statements);

    await publish(publisher, { defaultModel: 'two' }, share.id);
    expect((await choicesOf(follower)).defaultModel).toBe('two');
    await expect.poll(async () => (await there()).defaultModel).toBe('two');
  });

  it('does not disturb people who follow something else, or stay at a version', async () => {
    const { publisher, share, follower, subscription } = await following({ defaultModel: 'one' });
    const { follower: elsewhere } = await following({ defaultModel: 'other' });
    await pinSubscription(follower, { id: subscription.id, version: 1 });
    await Promise.all([choicesOf(follower), choicesOf(elsewhere)]);
    await publish(publisher, { defaultModel: 'two' }, share.id);
    const statements = rig.statementCount();
    expect((await choicesOf(follower)).defaultModel).toBe('one');
    expect((await choicesOf(elsewhere)).defaultModel).toBe('other');
    expect(rig.statementCount()).toBe(statements);
  });

  it('pauses, resumes, stays at a version, goes back and ends', async () => {
    const { publisher, follower, share, subscription } = await following({ defaultModel: 'one' });
    const { id } = subscription;
    const model = async () => (await choicesOf(follower)).defaultModel;
    await publish(publisher, { defaultModel: 'two' }, share.id);
    expect(await pinSubscription(follower, { id, version: 1 })).toMatchObject({
      pinnedVersion: 1,
      version: 1,
      latestVersion: 2,
    });
    expect(await model()).toBe('one');
    expect(await diffShare(follower, { id: share.id, from: 1, to: 2 })).toEqual({
      changes: [{ at: 'defaultModel', before: 'one', after: 'two' }],
    });
    await pinSubscription(follower, { id, version: null });
    expect(await model()).toBe('two');
    await expect(pinSubscription(follower, { id, version: 3 })).rejects.toMatchObject({
      payload: { code: 'not_found' },
    });
    await pauseSubscription(follower, { id });
    expect(await model()).toBeUndefined();
    await resumeSubscription(follower, { id });
    expect(await model()).toBe('two');

    expect(await rollBackShare(publisher, { id: share.id, version: 1 })).toMatchObject({ latest: { version: 3 } });
    expect(await model()).toBe('one');
    await unsubscribe(follower, { id });
    expect(await model()).toBeUndefined();
    expect(await listSubscriptions(follower)).toEqual([]);
  });

  it('has one share in use at a time, also when two are followed at once', async () => {
    const codes = await Promise.all(
      ['one', 'two', 'three'].map(async (defaultModel) =>
        codeOf((await publish(await person(), { defaultModel })).share),
      ),
    );
    const follower = await person();
    await Promise.all(codes.map((code) => subscribeToShare(follower, { code, consents: [] })));
    const inUse = async () => (await listSubscriptions(follower)).filter(({ isPaused }) => !isPaused);
    expect(await inUse()).toHaveLength(1);
    const all = await listSubscriptions(follower);
    await Promise.all(all.map(({ id }) => resumeSubscription(follower, { id })));
    expect(await inUse()).toHaveLength(1);
  });

  it('knows no wrong code, and lets nobody try many', async () => {
    const follower = await person();
    const { share, publisher } = await following({ defaultModel: 'one' });
    await expect(subscribeToShare(publisher, { code: codeOf(share), consents: [] })).rejects.toMatchObject({
      payload: { code: 'share_own' },
    });
    for (let attempt = 0; attempt < 20; attempt += 1)
      await expect(previewShare(follower, { code: 'AAAAAAAA' })).rejects.toMatchObject({
        payload: { code: 'not_found' },
      });
    await expect(previewShare(follower, { code: codeOf(share) })).rejects.toMatchObject({
      payload: { code: 'too_many_requests' },
    });
    await expect(subscribeToShare(follower, { code: codeOf(share), consents: [] })).rejects.toMatchObject({
      payload: { code: 'too_many_requests' },
    });
  });

  it('is of one’s own subscriptions only', async () => {
    const { subscription } = await following({ defaultModel: 'one' });
    const [stranger, { id }] = [await person(), subscription];
    const notFound = { payload: { code: 'not_found', details: { resource: 'subscription' } } };
    for (const attempt of [
      () => pauseSubscription(stranger, { id }),
      () => resumeSubscription(stranger, { id }),
      () => pinSubscription(stranger, { id, version: 1 }),
      () => consentToParts(stranger, { id, consents: ['0'.repeat(64)], isWithdrawn: false }),
      () => fillInValues(stranger, { id, server: 'files', values: { A: 'b' } }),
      () => unsubscribe(stranger, { id }),
    ])
      await expect(attempt()).rejects.toMatchObject(notFound);
  });
});
