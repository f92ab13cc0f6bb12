import type { SharedChoices, ShareVersionView } from '@gatehouse/contracts/sharing';
import { sharedChoices } from '@gatehouse/contracts/sharing';
import type { Database } from '@gatehouse/db/schema';
import { type Kysely, sql, type Transaction } from 'kysely';
import { notFound } from '../errors/index.ts';
import { randomShareCode } from './codes.ts';

const shareColumns = ['id', 'user_id', 'name', 'code', 'latest_version', 'created_at', 'ended_at'] as const;

/** Nobody else publishes to it, follows it or stops meanwhile. Somebody else's share is `not_found`. */
export async function lockOwnShare(tx: Transaction<Database>, id: string, userId: string) {
  const row = await tx
    .selectFrom('shares')
    .select(shareColumns)
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound('share');
  return row;
}

export async function countShares(tx: Transaction<Database>, userId: string): Promise<number> {
  const { count } = await tx
    .selectFrom('shares')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('user_id', '=', userId)
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** A code that is taken already is thrown again; five in a row is no accident. */
export async function insertShare(
  tx: Transaction<Database>,
  share: { id: string; userId: string; name: string },
  newCode: () => string = randomShareCode,
): Promise<string> {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const row = await tx
      .insertInto('shares')
      .values({ id: share.id, user_id: share.userId, name: share.name, code: newCode() })
      .onConflict((on) => on.column('code').doNothing())
      .returning('code')
      .executeTakeFirst();
    if (row?.code) return row.code;
  }
  throw new Error('Five new share codes were taken already: the random source is broken.');
}

export async function insertVersion(
  tx: Transaction<Database>,
  version: { shareId: string; version: number; document: SharedChoices; contentHash: string },
): Promise<void> {
  await tx
    .insertInto('share_versions')
    .values({
      share_id: version.shareId,
      version: version.version,
      document: JSON.stringify(version.document),
      content_hash: version.contentHash,
    })
    .execute();
  await tx.updateTable('shares').set({ latest_version: version.version }).where('id', '=', version.shareId).execute();
}

export async function renameShare(tx: Transaction<Database>, id: string, name: string): Promise<void> {
  await tx.updateTable('shares').set({ name }).where('id', '=', id).execute();
}

/** The code is free again; the versions stay for those who follow. */
export async function markEnded(tx: Transaction<Database>, column: 'id' | 'user_id', value: string): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable('shares')
    .set({ ended_at: sql<Date>`now()`, code: null })
    .where(column, '=', value)
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}

/** What has ended and is followed by nobody is of no use to anybody. */
export async function deleteForgottenShares(tx: Transaction<Database>, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .deleteFrom('shares')
    .where('id', 'in', ids)
    .where('ended_at', 'is not', null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('share_subscriptions')
            .select('share_subscriptions.id')
            .whereRef('share_subscriptions.share_id', '=', 'shares.id'),
        ),
      ),
    )
    .execute();
}

export async function selectVersion(
  db: Kysely<Database>,
  shareId: string,
  version: number,
): Promise<(ShareVersionView & { document: SharedChoices }) | null> {
  const row = await db
    .selectFrom('share_versions')
    .select(['version', 'document', 'content_hash', 'published_at'])
    .where('share_id', '=', shareId)
    .where('version', '=', version)
    .executeTakeFirst();
  return (
    (row && {
      version: row.version,
      contentHash: row.content_hash,
      publishedAt: row.published_at,
      document: sharedChoices.parse(row.document),
    }) ??
    null
  );
}

/** Newest first. */
export async function selectVersions(db: Kysely<Database>, shareId: string): Promise<ShareVersionView[]> {
  const rows = await db
    .selectFrom('share_versions')
    .select(['version', 'content_hash', 'published_at'])
    .where('share_id', '=', shareId)
    .orderBy('version', 'desc')
    .limit(200)
    .execute();
  return rows.map((row) => ({ version: row.version, contentHash: row.content_hash, publishedAt: row.published_at }));
}

/** Newest first; ended ones only while somebody follows them. */
export async function selectSharesOf(db: Kysely<Database>, userId: string) {
  return db
    .selectFrom('shares')
    .innerJoin('share_versions', (join) =>
      join
        .onRef('share_versions.share_id', '=', 'shares.id')
        .onRef('share_versions.version', '=', 'shares.latest_version'),
    )
    .select((eb) => [
      'shares.id',
      'shares.name',
      'shares.code',
      'shares.created_at',
      'shares.ended_at',
      'share_versions.version',
      'share_versions.content_hash',
      'share_versions.published_at',
      eb
        .selectFrom('share_subscriptions')
        .whereRef('share_subscriptions.share_id', '=', 'shares.id')
        .select(({ fn }) => fn.countAll<string>().as('count'))
        .as('followers'),
    ])
    .where('shares.user_id', '=', userId)
    .orderBy('shares.id', 'desc')
    .execute();
}

/** A share that the person publishes or follows; anybody else's is `not_found`. */
export async function requireVisibleShare(db: Kysely<Database>, id: string, userId: string) {
  const row = await db
    .selectFrom('shares')
    .select(['shares.id', 'shares.latest_version'])
    .where('shares.id', '=', id)
    .where(({ or, eb, exists, selectFrom }) =>
      or([
        eb('shares.user_id', '=', userId),
        exists(
          selectFrom('share_subscriptions')
            .select('share_subscriptions.id')
            .whereRef('share_subscriptions.share_id', '=', 'shares.id')
            .where('share_subscriptions.user_id', '=', userId),
        ),
      ]),
    )
    .executeTakeFirst();
  if (!row) throw notFound('share');
  return row;
}
