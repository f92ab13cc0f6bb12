import type { ShareDetails, ShareDraft, ShareView } from '@gatehouse/contracts/sharing';
import { permitUser } from '../authorization/index.ts';
import { readChoices } from '../bundle-choices/index.ts';
import type { Context } from '../context/index.ts';
import { notFound } from '../errors/index.ts';
import { showShareCode } from './codes.ts';
import { contentHash } from './content-hash.ts';
import { diffShared } from './diff.ts';
import { draftOf } from './draft.ts';
import { requireVisibleShare, selectSharesOf, selectVersion, selectVersions } from './repository.ts';

/** What the person publishes. */
export async function listShares(ctx: Context): Promise<ShareView[]> {
  const actor = permitUser(ctx, 'shares:publish-own');
  return shareViewsOf(ctx, actor.userId);
}

export async function shareViewsOf(ctx: Context, userId: string, only?: string): Promise<ShareView[]> {
  const [rows, own] = await Promise.all([selectSharesOf(ctx.db, userId), readChoices(ctx, userId)]);
  const current = contentHash(draftOf(own).document);
  return rows
    .filter(({ id }) => only === undefined || id === only)
    .map((row) => ({
      id: row.id,
      name: row.name,
      code: row.code && showShareCode(row.code),
      latest: { version: row.version, contentHash: row.content_hash, publishedAt: row.published_at },
      followers: Number(row.followers),
      createdAt: row.created_at,
      endedAt: row.ended_at,
      hasUnpublishedChanges: row.ended_at === null && row.content_hash !== current,
    }));
}

/** All versions, and the latest as it is: for its publisher and those who follow it. */
export async function getShare(ctx: Context, input: { id: string }): Promise<ShareDetails> {
  const actor = permitUser(ctx, 'shares:follow-own');
  const share = await requireVisibleShare(ctx.db, input.id, actor.userId);
  const latest = await selectVersion(ctx.db, share.id, share.latest_version);
  if (!latest) throw notFound('version');
  return { versions: await selectVersions(ctx.db, share.id), document: latest.document };
}

/** What changed from one version to another; 0 stands for nothing at all. */
export async function diffShare(ctx: Context, input: { id: string; from: number; to: number }) {
  const actor = permitUser(ctx, 'shares:follow-own');
  const share = await requireVisibleShare(ctx.db, input.id, actor.userId);
  const [before, after] = await Promise.all([
    input.from === 0 ? null : selectVersion(ctx.db, share.id, input.from),
    selectVersion(ctx.db, share.id, input.to),
  ]);
  if (!after || (input.from !== 0 && !before)) throw notFound('version');
  return { changes: diffShared(before?.document ?? null, after.document) };
}

/** What a publish would make now, against the latest version of the share that is given. */
export async function draftShare(ctx: Context, input: { id?: string | undefined }): Promise<ShareDraft> {
  const actor = permitUser(ctx, 'shares:publish-own');
  const own = await readChoices(ctx, actor.userId);
  const share = input.id === undefined ? null : await requireVisibleShare(ctx.db, input.id, actor.userId);
  const latest = share && (await selectVersion(ctx.db, share.id, share.latest_version));
  const { document, refusals, notes } = draftOf(own);
  // A document that would be refused holds what it is refused for.
  const shown = refusals.length === 0 ? document : null;
  return {
    choicesVersion: own.version,
    document: shown,
    changes: shown ? diffShared(latest?.document ?? null, shown) : [],
    isUnchanged: shown !== null && latest?.contentHash === contentHash(shown),
    refusals,
    notes,
  };
}
