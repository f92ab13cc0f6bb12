import { updateClientKeyInput } from '@gatehouse/contracts/client-keys';
import { updateCustomProviderInput } from '@gatehouse/contracts/custom-providers';
import { updateAccountInput } from '@gatehouse/contracts/provider-accounts';
import { updateProviderKeyInput } from '@gatehouse/contracts/provider-keys';
import type { Call } from '../calls.ts';
import { type Known, tableOf } from '../ledger.ts';
import { createRandom, type Random } from '../random.ts';
import type { World } from '../world.ts';
import { nameOf } from './additions.ts';

/** What is asked for, and what it makes of the fields of the spec: null where one goes. */
type Change = { input: object; fields: Record<string, unknown> };
export type Edit = { call: Omit<Call, 'actor'>; fields: Change['fields'] };

/** As somebody edits who has just read what there is. Null where it is not there. */
export async function editingCall(world: World, known: Known, seed: number, waitMs: number): Promise<Edit | null> {
  const { item, id } = known;
  if (id === null) return null;
  const random = createRandom(seed);
  known.edits += 1;
  if (item.kind === 'account') {
    const settings = { priority: random.below(20), note: `edit ${known.edits}` };
    const input = updateAccountInput.parse({ id, waitMs, isDisabled: random.chance(50), settings });
    return { call: { name: 'updateAccount', input }, fields: {} };
  }
  const version = await versionOf(world, known, id);
  if (version === null) return null;
  const isLitellm = world.gateways[item.gateway]?.kind === 'litellm';
  const stem = `${nameOf(item)}-${known.edits}`;
  if (item.kind === 'client-key') {
    const { input, fields } = editOfClientKey(random, isLitellm);
    return {
      call: { name: 'updateClientKey', input: updateClientKeyInput.parse({ id, version, waitMs, ...input }) },
      fields,
    };
  }
  if (item.kind === 'provider-key') {
    const { input, fields } = editOfKey(random, stem, isLitellm);
    return {
      call: { name: 'updateProviderKey', input: updateProviderKeyInput.parse({ id, version, waitMs, ...input }) },
      fields,
    };
  }
  const { input, fields } = editOfCustom(world, random, stem, isLitellm);
  return {
    call: { name: 'updateCustomProvider', input: updateCustomProviderInput.parse({ id, version, waitMs, ...input }) },
    fields,
  };
}

async function versionOf({ database }: World, { item }: Known, id: string): Promise<number | null> {
  const table = tableOf[item.kind] as 'provider_keys' | 'custom_providers' | 'client_keys';
  const row = await database.insist(() =>
    database.handle.db.selectFrom(table).select('version').where('id', '=', id).executeTakeFirst(),
  );
  return row?.version ?? null;
}

const plain = (fields: Record<string, unknown>): Change => ({ input: fields, fields });

function editOfKey(random: Random, stem: string, isLitellm: boolean): Change {
  const kinds = { key: 30, url: 15, off: 20, models: 15, prefix: 20, exclusions: 15, headers: 15, priority: 10 };
  const kind = random.weighted(isLitellm ? { ...kinds, exclusions: 0, headers: 0, priority: 0 } : kinds);
  const isOn = random.chance(50);
  if (kind === 'key') return plain({ apiKey: `sk-test-${stem}` });
  if (kind === 'url') return plain({ baseUrl: `https://upstream-${stem}.example/v1` });
  if (kind === 'off') return { input: { isDisabled: isOn }, fields: { isDisabled: isOn || null } };
  if (kind === 'models') return plain({ models: [{ name: 'upstream', alias: `${stem}-small` }] });
  if (kind === 'prefix') return plain({ prefix: isOn ? `team-${stem}` : null });
  if (kind === 'exclusions')
    return isOn
      ? plain({ excludedModels: [`old-${stem}`] })
      : { input: { excludedModels: [] }, fields: { excludedModels: null } };
  if (kind === 'headers') return headersEdit(isOn, stem);
  return plain({ priority: isOn ? 1 + random.below(9) : null });
}

/** A gateway without limits takes a blocked key out. */
function editOfClientKey(random: Random, isLitellm: boolean): Change {
  const kinds = { off: 50, expiry: 20, rates: 20, budget: 20 };
  const kind = random.weighted(isLitellm ? kinds : { ...kinds, rates: 0, budget: 0 });
  const isOn = random.chance(50);
  if (kind === 'off') return { input: { isBlocked: isOn }, fields: { isBlocked: isOn || null } };
  if (kind === 'rates') return plain({ rpmLimit: isOn ? 10 + random.below(90) : null });
  if (kind === 'budget') return plain({ maxBudget: String(10 + random.below(90)) });
  const expiresAt = isOn ? new Date(Date.now() + 3_600_000 + random.below(3_600_000)) : null;
  return { input: { expiresAt }, fields: isLitellm ? { expiresAt: expiresAt?.toISOString() ?? null } : {} };
}

function editOfCustom({ ledger }: World, random: Random, stem: string, isLitellm: boolean): Change {
  const kinds = { keys: 30, url: 15, off: 15, models: 15, prefix: 10, group: 20, headers: 10 };
  const kind = random.weighted(isLitellm ? { ...kinds, headers: 0 } : kinds);
  const isOn = random.chance(50);
  if (kind === 'keys') {
    const apiKeys = Array.from({ length: 1 + random.below(3) }, (_, index) => `sk-test-${stem}-${index}`);
    return { input: { apiKeys: apiKeys.map((value) => ({ value })) }, fields: { apiKeys } };
  }
  if (kind === 'url') return plain({ baseUrl: `https://upstream-${stem}.example/v1` });
  if (kind === 'models') {
    const models = ['small', 'large'].map((size) => ({ name: size, alias: `${stem}-${size}` }));
    return plain({ models });
  }
  if (kind === 'prefix') return plain({ prefix: isOn ? `team-${stem}` : null });
  if (kind === 'headers') return headersEdit(isOn, stem);
  // Whether it is off depends on its group as well: that is compared by itself.
  if (kind === 'off') return { input: { isDisabled: isOn }, fields: {} };
  return { input: { groupId: isOn ? (random.pick(ledger.groups)?.id ?? null) : null }, fields: {} };
}

const headersEdit = (isOn: boolean, stem: string): Change =>
  isOn
    ? {
        input: { headers: [{ name: 'X-Ours', value: `ours-${stem}` }] },
        fields: { headers: { 'X-Ours': `ours-${stem}` } },
      }
    : { input: { headers: [] }, fields: { headers: null } };
