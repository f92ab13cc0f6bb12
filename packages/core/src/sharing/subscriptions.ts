import { type SubscriptionView, sharedChoices } from '@gatehouse/contracts/sharing';
import { permitUser } from '../authorization/index.ts';
import { readChoices, type StoredChoices } from '../bundle-choices/index.ts';
import type { Context, Services } from '../context/index.ts';
import { notFound } from '../errors/index.ts';
import { followedParts } from './parts.ts';
import { openValues, selectSubscriptions } from './subscription-repository.ts';

type Row = Awaited<ReturnType<typeof selectSubscriptions>>[number];

/** What the person follows, newest first. */
export async function listSubscriptions(ctx: Context): Promise<SubscriptionView[]> {
  const actor = permitUser(ctx, 'shares:follow-own');
  const [rows, own] = await Promise.all([
    selectSubscriptions(ctx.db, actor.userId, 'all'),
    readChoices(ctx, actor.userId),
  ]);
  return rows.map((row) => viewOf(ctx, row, own));
}

export async function subscriptionView(ctx: Context, userId: string, id: string): Promise<SubscriptionView> {
  const [rows, own] = await Promise.all([selectSubscriptions(ctx.db, userId, 'all'), readChoices(ctx, userId)]);
  const row = rows.find((found) => found.id === id);
  if (!row) throw notFound('subscription');
  return viewOf(ctx, row, own);
}

function viewOf({ sealer }: Pick<Services, 'sealer'>, row: Row, own: StoredChoices): SubscriptionView {
  const document = sharedChoices.parse(row.document);
  const values = openValues(sealer, row.id, row.values_sealed);
  return {
    id: row.id,
    shareId: row.share_id,
    name: row.name,
    publisherName: row.publisher_name,
    source: sourceOf(row),
    isPaused: row.is_paused,
    pinnedVersion: row.pinned_version,
    version: row.version,
    latestVersion: row.latest_version,
    document,
    parts: followedParts(document, { consents: row.consents, values }, own.document),
    subscribedAt: row.created_at,
  };
}

function sourceOf(row: Row): SubscriptionView['source'] {
  if (row.publisher_removed_at !== null) return 'publisher-left';
  if (row.ended_at !== null) return 'unpublished';
  return row.is_publisher_active ? 'active' : 'publisher-inactive';
}
