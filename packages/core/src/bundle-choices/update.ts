import {
  type BundleChoicesView,
  choicesSizeLimit,
  type EditedBundleChoices,
  type MaskedBundleChoices,
} from '@gatehouse/contracts/bundle-choices';
import { withTransaction } from '@gatehouse/db/errors';
import { audit } from '../audit/index.ts';
import { permitUser } from '../authorization/index.ts';
import { cacheTags } from '../cache/index.ts';
import type { Context } from '../context/index.ts';
import { editConflict } from '../entry-settings/index.ts';
import { fail } from '../errors/index.ts';
import { holdOwner } from '../limits/index.ts';
import { viewOf } from './get.ts';
import { normalised } from './normalise.ts';
import { lockChoices, type StoredChoices, saveChoices } from './repository.ts';
import { splitChoices } from './values.ts';

/** Replaces the person's choices as a whole. A value that is null stays what it was. */
export async function updateBundleChoices(
  ctx: Context,
  input: { version: number; choices: EditedBundleChoices },
): Promise<BundleChoicesView> {
  const actor = permitUser(ctx, 'bundle-choices:update-own');
  const tags = [cacheTags.choices(actor.userId)];
  const saved = await withTransaction(ctx.db, async (tx): Promise<StoredChoices> => {
    await holdOwner(tx, actor.userId);
    const stored = await lockChoices(tx, ctx.sealer, actor.userId);
    if (stored.version !== input.version) throw editConflict(stored.version);
    const { document, values, missing } = splitChoices(normalised(input.choices), stored.values);
    if (missing.length > 0) throw refused(`${missing.join(', ')} has no value yet. Give it one.`);
    if (JSON.stringify([document, values]).length > choicesSizeLimit)
      throw refused('This is too much: keep it below 200,000 characters.');
    const version = stored.version + 1;
    const updatedAt = await saveChoices(tx, ctx.sealer, actor.userId, { version, document, values });
    await audit(tx, ctx, {
      action: 'bundle-choices.updated',
      resource: 'bundle-choices',
      resourceId: actor.userId,
      details: { version, changed: changedParts(stored, { document, values }).join(', ').slice(0, 1000) },
    });
    await ctx.cache.invalidate(tx, tags);
    await ctx.changes.publish(tx, [
      { topic: 'bundle-choices', id: actor.userId, gatewayId: null, ownerUserId: actor.userId },
    ]);
    return { version, updatedAt, document, values };
  });
  ctx.cache.drop(tags);
  return viewOf(ctx, actor.userId, saved);
}

const refused = (message: string) => fail('choices_refused', message, { message });

type Content = Pick<StoredChoices, 'document' | 'values'>;

/** Names only: `defaultModel`, `agents.oracle`, `mcpServers.github`; a new value counts as a change of its server. */
function changedParts(before: Content, after: Content): string[] {
  const [old, next] = [partsOf(before), partsOf(after)];
  return [...new Set([...old.keys(), ...next.keys()])].filter((part) => old.get(part) !== next.get(part)).sort();
}

function partsOf({ document, values }: Content): Map<string, string> {
  const parts = new Map<string, string>();
  for (const [field, value] of Object.entries(document) as [keyof MaskedBundleChoices, unknown][]) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) parts.set(field, JSON.stringify(value));
    else
      for (const [name, entry] of Object.entries(value))
        parts.set(
          `${field}.${name}`,
          JSON.stringify([entry, field === 'mcpServers' && Object.hasOwn(values, name) ? values[name] : null]),
        );
  }
  return parts;
}
