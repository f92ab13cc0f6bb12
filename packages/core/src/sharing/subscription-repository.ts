import type { Database } from '@gatehouse/db/schema';
import { type Kysely, sql, type Transaction } from 'kysely';
import { unauthenticated } from '../authorization/index.ts';
import type { ServerValues } from '../bundle-choices/index.ts';
import type { Services } from '../context/index.ts';
import { notFound } from '../errors/index.ts';

export const followerValuesPlace = (subscriptionId: string): string =>
  `share_subscriptions.values_sealed:${subscriptionId}`;

export const openValues = (sealer: Services['sealer'], id: string, sealed: Buffer | null): ServerValues =>
  sealed ? (JSON.parse(sealer.open(sealed, followerValuesPlace(id))) as ServerValues) : {};

/** One edit of a person's subscriptions at a time: which one is in use is decided over all of them. */
export async function lockFollower(tx: Transaction<Database>, userId: string): Promise<void> {
  const row = await tx
    .selectFrom('users')
    .select('id')
    .where('id', '=', userId)
    .where('removed_at', 'is', null)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!row) throw unauthenticated();
}

/** A publish meanwhile waits, so that it finds this follower or is found by them. */
export async function holdShareByCode(tx: Transaction<Database>, code: string) {
  return tx
    .selectFrom('shares')
    .innerJoin('users', 'users.id', 'shares.user_id')
    .select(['shares.id', 'shares.user_id', 'shares.name', 'shares.latest_version', 'users.name as publisher_name'])
    .where('shares.code', '=', code)
    .where('users.is_active', '=', true)
    .where('users.removed_at', 'is', null)
    .forShare('shares')
    .executeTakeFirst();
}

/** The subscription and its share, held: a publish meanwhile waits. */
export async function lockSubscription(tx: Transaction<Database>, id: string, userId: string) {
  const row = await tx
    .selectFrom('share_subscriptions')
    .innerJoin('shares', 'shares.id', 'share_subscriptions.share_id')
    .select([
      'share_subscriptions.id',
      'share_subscriptions.share_id',
      'share_subscriptions.is_paused',
      'share_subscriptions.pinned_version',
      'share_subscriptions.consents',
      'share_subscriptions.values_sealed',
      'shares.name',
      'shares.latest_version',
    ])
    .where('share_subscriptions.id', '=', id)
    .where('share_subscriptions.user_id', '=', userId)
    .forUpdate('share_subscriptions')
    .forShare('shares')
    .executeTakeFirst();
  if (!row) throw notFound('subscription');
  return row;
}

export type SubscriptionRow = Awaited<ReturnType<typeof lockSubscription>>;

export async function pauseOthers(tx: Transaction<Database>, userId: string, exceptShareId: string): Promise<void> {
  await tx
    .updateTable('share_subscriptions')
    .set({ is_paused: true })
    .where('user_id', '=', userId)
    .where('share_id', '<>', exceptShareId)
    .where('is_paused', '=', false)
    .execute();
}

/** Following again takes up the old subscription, with what was agreed to and filled in. */
export async function upsertSubscription(
  tx: Transaction<Database>,
  row: { id: string; userId: string; shareId: string; consents: readonly string[] },
): Promise<string> {
  const { id } = await tx
    .insertInto('share_subscriptions')
    .values({ id: row.id, user_id: row.userId, share_id: row.shareId, consents: [...row.consents] })
    .onConflict((on) =>
      on.columns(['user_id', 'share_id']).doUpdateSet({
        is_paused: false,
        consents: sql<string[]>`array(select distinct unnest(share_subscriptions.consents || excluded.consents))`,
      }),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export async function countSubscriptions(tx: Transaction<Database>, userId: string): Promise<number> {
  const { count } = await tx
    .selectFrom('share_subscriptions')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Whose bundles a new version reaches. */
export async function selectFollowersOfLatest(tx: Transaction<Database>, shareId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('share_subscriptions')
    .select('user_id')
    .where('share_id', '=', shareId)
    .where('is_paused', '=', false)
    .where('pinned_version', 'is', null)
    .execute();
  return rows.map(({ user_id }) => user_id);
}

/** Newest first, each with the version that is in use or would be. */
export function selectSubscriptions(db: Kysely<Database>, userId: string, which: 'all' | 'in-use') {
  let query = db
    .selectFrom('share_subscriptions as s')
    .innerJoin('shares', 'shares.id', 's.share_id')
    .innerJoin('users', 'users.id', 'shares.user_id')
    .innerJoin('share_versions as v', (join) =>
      join
        .onRef('v.share_id', '=', 's.share_id')
        .on('v.version', '=', sql<number>`coalesce(s.pinned_version, shares.latest_version)`),
    )
    .select([
      's.id',
      's.share_id',
      's.is_paused',
      's.pinned_version',
      's.consents',
      's.values_sealed',
      's.created_at',
      'shares.name',
      'shares.latest_version',
      'shares.ended_at',
      'users.name as publisher_name',
      'users.is_active as is_publisher_active',
      'users.removed_at as publisher_removed_at',
      'v.version',
      'v.document',
    ])
    .where('s.user_id', '=', userId)
    .orderBy('s.id', 'desc');
  if (which === 'in-use') query = query.where('s.is_paused', '=', false);
  return query.execute();
}
