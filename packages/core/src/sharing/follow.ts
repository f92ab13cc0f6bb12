import type { FillInInput, SharedChoices, SubscriptionView } from '@gatehouse/contracts/sharing';
import { withTransaction } from '@gatehouse/db/errors';
import type { Database, ShareSubscriptionsTable } from '@gatehouse/db/schema';
import type { Transaction, Updateable } from 'kysely';
import { audit } from '../audit/index.ts';
import { permitUser } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import { fail, notFound } from '../errors/index.ts';
import { announceChoices, dropChoices } from './announce.ts';
import { partsOf } from './parts.ts';
import { deleteForgottenShares, selectVersion } from './repository.ts';
import {
  followerValuesPlace,
  lockFollower,
  lockSubscription,
  openValues,
  pauseOthers,
  type SubscriptionRow,
} from './subscription-repository.ts';
import { subscriptionView } from './subscriptions.ts';

type Change = { set: Updateable<ShareSubscriptionsTable>; did: string; details?: Record<string, string | number> };

/** One edit of a subscription: what `change` answers is written down, told and shown. */
async function edit(
  ctx: Context,
  id: string,
  change: (tx: Transaction<Database>, row: SubscriptionRow, userId: string) => Promise<Change>,
): Promise<SubscriptionView> {
  const actor = permitUser(ctx, 'shares:follow-own');
  await withTransaction(ctx.db, async (tx) => {
    await lockFollower(tx, actor.userId);
    const row = await lockSubscription(tx, id, actor.userId);
    const { set, did, details } = await change(tx, row, actor.userId);
    await tx.updateTable('share_subscriptions').set(set).where('id', '=', id).execute();
    await audit(tx, ctx, {
      action: `share.${did}`,
      resource: 'share',
      resourceId: row.share_id,
      details: { name: row.name, ...details },
    });
    await announceChoices(tx, ctx, [actor.userId]);
  });
  dropChoices(ctx, [actor.userId]);
  return subscriptionView(ctx, actor.userId, id);
}

export const pauseSubscription = (ctx: Context, input: { id: string }): Promise<SubscriptionView> =>
  edit(ctx, input.id, async () => ({ set: { is_paused: true }, did: 'paused' }));

/** Another one that is in use is paused. */
export const resumeSubscription = (ctx: Context, input: { id: string }): Promise<SubscriptionView> =>
  edit(ctx, input.id, async (tx, row, userId) => {
    await pauseOthers(tx, userId, row.share_id);
    return { set: { is_paused: false }, did: 'resumed' };
  });

/** Stays at a version, which is also how a follower goes back to an earlier one; null follows the latest again. */
export const pinSubscription = (
  ctx: Context,
  input: { id: string; version: number | null },
): Promise<SubscriptionView> =>
  edit(ctx, input.id, async (tx, row) => {
    if (input.version !== null) await versionOf(tx, row.share_id, input.version);
    return { set: { pinned_version: input.version }, did: 'pinned', details: { version: input.version ?? 'latest' } };
  });

/** Agrees to parts of the version in use, by their content; or takes that back. */
export const consentToParts = (
  ctx: Context,
  input: { id: string; consents: string[]; isWithdrawn: boolean },
): Promise<SubscriptionView> =>
  edit(ctx, input.id, async (tx, row) => {
    const parts = partsOf(await documentInUse(tx, row));
    const named = parts.filter(({ hash }) => input.consents.includes(hash));
    if (!input.isWithdrawn && named.length < new Set(input.consents).size)
      throw fail('not_found', 'This has changed meanwhile. Look at it again.', { resource: 'part' });
    const consents = input.isWithdrawn
      ? row.consents.filter((hash) => !input.consents.includes(hash))
      : [...new Set([...row.consents, ...input.consents])];
    const did = input.isWithdrawn ? 'consent-withdrawn' : 'consented';
    return { set: { consents }, did, details: { parts: named.map(({ name }) => name).join(', ') } };
  });

/** The follower's own values for the variables that one server of the share names. */
export const fillInValues = (ctx: Context, input: FillInInput): Promise<SubscriptionView> =>
  edit(ctx, input.id, async (tx, row) => {
    const { mcpServers } = await documentInUse(tx, row);
    const server = Object.hasOwn(mcpServers, input.server) ? mcpServers[input.server] : undefined;
    const names = Object.keys(input.values);
    if (!server || !names.every((name) => server.variables.includes(name))) throw notFound('variable');
    const values = openValues(ctx.sealer, row.id, row.values_sealed);
    const before = Object.hasOwn(values, input.server) ? (values[input.server] ?? {}) : {};
    const after = Object.entries({ ...before, ...input.values }).flatMap(([name, value]) =>
      value === null || value === '' ? [] : [[name, value]],
    );
    const sealed = JSON.stringify({ ...values, [input.server]: Object.fromEntries(after) });
    if (sealed.length > 200_000) {
      const message = 'This is too much: keep it below 200,000 characters.';
      throw fail('choices_refused', message, { message });
    }
    return {
      set: { values_sealed: ctx.sealer.seal(sealed, followerValuesPlace(row.id)) },
      did: 'filled-in',
      details: { server: input.server, variables: names.join(', ') },
    };
  });

export async function unsubscribe(ctx: Context, input: { id: string }): Promise<{ unsubscribed: true }> {
  const actor = permitUser(ctx, 'shares:follow-own');
  await withTransaction(ctx.db, async (tx) => {
    await lockFollower(tx, actor.userId);
    const row = await lockSubscription(tx, input.id, actor.userId);
    await tx.deleteFrom('share_subscriptions').where('id', '=', row.id).execute();
    await deleteForgottenShares(tx, [row.share_id]);
    await audit(tx, ctx, {
      action: 'share.unfollowed',
      resource: 'share',
      resourceId: row.share_id,
      details: { name: row.name },
    });
    await announceChoices(tx, ctx, [actor.userId]);
  });
  dropChoices(ctx, [actor.userId]);
  return { unsubscribed: true };
}

const documentInUse = async (tx: Transaction<Database>, row: SubscriptionRow): Promise<SharedChoices> =>
  (await versionOf(tx, row.share_id, row.pinned_version ?? row.latest_version)).document;

async function versionOf(tx: Transaction<Database>, shareId: string, version: number) {
  const found = await selectVersion(tx, shareId, version);
  if (!found) throw notFound('version');
  return found;
}
