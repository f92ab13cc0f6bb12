import type { PublishShareInput, SharedChoices, ShareView } from '@gatehouse/contracts/sharing';
import { withTransaction } from '@gatehouse/db/errors';
import { newId } from '@gatehouse/db/ids';
import type { Database } from '@gatehouse/db/schema';
import type { Transaction } from 'kysely';
import { audit } from '../audit/index.ts';
import { permitUser } from '../authorization/index.ts';
import { lockChoices } from '../bundle-choices/index.ts';
import type { Context } from '../context/index.ts';
import { editConflict } from '../entry-settings/index.ts';
import { fail } from '../errors/index.ts';
import { holdOwner } from '../limits/index.ts';
import { announceChoices, dropChoices } from './announce.ts';
import { contentHash } from './content-hash.ts';
import { draftOf } from './draft.ts';
import { shareViewsOf } from './list.ts';
import { countShares, insertShare, insertVersion, lockOwnShare, renameShare, selectVersion } from './repository.ts';
import { selectFollowersOfLatest } from './subscription-repository.ts';

const mostShares = 20;

/**
 * Makes a version of what the person has chosen, of a new share or of one of theirs. Content that is the latest version
 * already makes none: a publish whose answer was lost can be asked again.
 */
export async function publishShare(
  ctx: Context,
  input: PublishShareInput,
): Promise<{ share: ShareView; isNewVersion: boolean }> {
  const actor = permitUser(ctx, 'shares:publish-own');
  const done = await withTransaction(ctx.db, async (tx) => {
    await holdOwner(tx, actor.userId);
    const own = await lockChoices(tx, ctx.sealer, actor.userId);
    if (own.version !== input.choicesVersion) throw editConflict(own.version);
    const { document, refusals } = draftOf(own);
    const [first] = refusals;
    if (first !== undefined) throw fail('share_refused', first, { refusals });
    if (input.id === undefined) return createShare(tx, ctx, actor.userId, input.name, document);
    const share = await lockOwnShare(tx, input.id, actor.userId);
    if (share.ended_at !== null) throw ended();
    if (input.name !== undefined && input.name !== share.name) await renameShare(tx, share.id, input.name);
    return addVersion(tx, ctx, { ...share, name: input.name ?? share.name }, document);
  });
  dropChoices(ctx, done.followers);
  const [share] = await shareViewsOf(ctx, actor.userId, done.shareId);
  if (!share) throw new Error('The share that was just published is not there.');
  return { share, isNewVersion: done.isNewVersion };
}

type Published = { shareId: string; isNewVersion: boolean; followers: string[] };

async function createShare(
  tx: Transaction<Database>,
  ctx: Context,
  userId: string,
  name: string | undefined,
  document: SharedChoices,
): Promise<Published> {
  if (name === undefined)
    throw fail('choices_refused', 'Give the share a name.', { message: 'Give the share a name.' });
  // The person's choices are locked, so nobody counts beside us.
  if ((await countShares(tx, userId)) >= mostShares)
    throw fail('share_limit', `You share ${mostShares} sets of choices already. End one first.`, { limit: mostShares });
  const id = newId();
  await insertShare(tx, { id, userId, name });
  await insertVersion(tx, { shareId: id, version: 1, document, contentHash: contentHash(document) });
  await audit(tx, ctx, { action: 'share.published', resource: 'share', resourceId: id, details: { name, version: 1 } });
  return { shareId: id, isNewVersion: true, followers: [] };
}

/** The share is locked, so versions are numbered without a gap. */
export async function addVersion(
  tx: Transaction<Database>,
  ctx: Context,
  share: { id: string; name: string; latest_version: number },
  document: SharedChoices,
  from?: number,
): Promise<Published> {
  const hash = contentHash(document);
  const latest = await selectVersion(tx, share.id, share.latest_version);
  if (latest?.contentHash === hash) return { shareId: share.id, isNewVersion: false, followers: [] };
  const version = share.latest_version + 1;
  await insertVersion(tx, { shareId: share.id, version, document, contentHash: hash });
  await audit(tx, ctx, {
    action: from === undefined ? 'share.published' : 'share.rolled-back',
    resource: 'share',
    resourceId: share.id,
    details: { name: share.name, version, ...(from === undefined ? {} : { from }) },
  });
  const followers = await selectFollowersOfLatest(tx, share.id);
  await announceChoices(tx, ctx, followers);
  return { shareId: share.id, isNewVersion: true, followers };
}

export const ended = () => fail('share_ended', 'This share has ended. Publish a new one.', {});
