import type { AdoptAnswer, AdoptEntriesInput, UnmanagedEntryView } from '@gatehouse/contracts/gateway-upkeep';
import { withTransaction } from '@gatehouse/db/errors';
import type { Database } from '@gatehouse/db/schema';
import type { ClientKeySpec, GatewayDriver } from '@gatehouse/gateways/driver';
import type { Transaction } from 'kysely';
import { permitUser } from '../authorization/index.ts';
import { cacheTags } from '../cache/index.ts';
import type { Context } from '../context/index.ts';
import {
  connectionOf,
  type GatewayLook,
  insertWithEntry,
  lookAtGateway,
  prepareEntry,
  type Stranger,
  strangerKey,
  unmanagedView,
} from '../gateway-sync/index.ts';
import { unusable } from '../gateways/index.ts';
import { hasRoom } from '../limits/index.ts';
import { type Ownership, ownershipOf } from './ownership.ts';
import { deleteIgnored, isKnownClientKey, selectOwners } from './repository.ts';

/**
 * Gives entries of nobody an owner: from then on they are wanted as they were just read. An administrator's explicit act.
 * What cannot be adopted is refused by itself; the others are adopted in one transaction.
 */
export async function adoptEntries(ctx: Context, input: AdoptEntriesInput): Promise<AdoptAnswer> {
  const actor = permitUser(ctx, 'gateways:adopt');
  const gateway = await connectionOf(ctx, input.id);
  const look = await lookAtGateway(ctx, input.id, [...new Set(input.entries.map(({ resource }) => resource))]);
  if (!look.ok) throw unusable(look.problem);
  const strangers = strangersOf(look);

  const { answer, ownerIds } = await withTransaction(ctx.db, async (tx) => {
    const answer: AdoptAnswer = { adopted: [], refused: [] };
    const owners = await selectOwners(tx, [actor.userId, ...input.entries.flatMap((entry) => entry.ownerUserId ?? [])]);
    const ownerIds = new Set<string>();
    for (const { resource, key, name, ownerUserId, secret } of input.entries) {
      const refuse = (reason: string) => answer.refused.push({ key, resource, reason });
      const found = strangers.get(`${resource} ${key}`);
      const owner = owners.get(ownerUserId ?? actor.userId);
      if (!found) refuse(gone);
      else if (found.view.obstacle) refuse(found.view.obstacle);
      else if (!owner) refuse('There is no such active person.');
      else {
        const spec = specFor(look.driver, found, secret);
        if (!spec) {
          refuse(wrongSecret);
          continue;
        }
        const entry = prepareEntry(ctx, look.driver, { gatewayId: gateway.id, resource, spec, ownerUserId: owner.id });
        const { label, masked } = found.view;
        const own = { resource, label, masked, spec, gatewayId: gateway.id, userId: owner.id, name };
        const ownership = ownershipOf(ctx, own);
        const adopting = { gateway: gateway.name, owner: owner.name, entry, ownership };
        const entryId = await adopt(tx, ctx, owner.id, adopting);
        if (entryId === null) refuse(taken);
        else answer.adopted.push({ key, resource, entryId, label: name ?? label });
        ownerIds.add(owner.id);
      }
    }
    if (answer.adopted.length > 0)
      await deleteIgnored(tx, { gatewayId: gateway.id, entries: answer.adopted, userId: actor.userId });
    await ctx.cache.invalidate(tx, [...ownerIds].map(cacheTags.user));
    return { answer, ownerIds };
  });

  ctx.cache.drop([...ownerIds].map(cacheTags.user));
  ctx.wakeSync(gateway.id);
  return answer;
}

const gone = 'It is not at the gateway any more, or it has an owner already.';
const taken = 'Somebody has it already.';
const wrongSecret = 'This is not its key. Give the whole key, or leave it out.';

type Found = { stranger: Stranger; view: UnmanagedEntryView };

function strangersOf({ driver, ignored, looks }: GatewayLook & { ok: true }): Map<string, Found> {
  return new Map(
    looks.flatMap(({ resource, plan }) =>
      plan.unmanaged.map((stranger): [string, Found] => [
        `${resource} ${strangerKey(stranger)}`,
        { stranger, view: unmanagedView(driver, resource, stranger, ignored) },
      ]),
    ),
  );
}

/** With the secret that somebody gave, if it is the one: then everything can be done with the entry. */
function specFor(driver: GatewayDriver, { stranger, view }: Found, secret: string | undefined): ClientKeySpec | null {
  const seen = stranger.spec as ClientKeySpec;
  if (secret === undefined) return seen;
  const { isHashOnly: _, ...spec } = { ...seen, key: secret };
  if (!view.takesSecret || !driver.normalise('client-keys', spec).ok) return null;
  return driver.naturalKey('client-keys', spec) === stranger.naturalKey ? spec : null;
}

type Adopting = { gateway: string; owner: string; entry: ReturnType<typeof prepareEntry>; ownership: Ownership };

/** Null where somebody has it. No limit holds for what an administrator gives. */
async function adopt(
  tx: Transaction<Database>,
  ctx: Context,
  ownerId: string,
  adopting: Adopting,
): Promise<string | null> {
  const { entry, ownership } = adopting;
  const { id, table, noun, row } = ownership;
  await hasRoom(tx, table, ownerId, Number.POSITIVE_INFINITY);
  if (Buffer.isBuffer(row.key_hmac) && (await isKnownClientKey(tx, row.key_hmac))) return null;
  return insertWithEntry(tx, ctx, {
    entry,
    table,
    row,
    audit: {
      action: `${noun}.adopted`,
      resource: noun,
      resourceId: id,
      details: { masked: String(row.masked), owner: adopting.owner, gateway: adopting.gateway },
    },
  });
}
