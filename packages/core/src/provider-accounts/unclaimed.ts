import type {
  ClaimAccountInput,
  ProviderAccountView,
  UnaskedGateway,
  UnclaimedAccountsView,
  UnclaimedAccountView,
} from '@gatehouse/contracts/provider-accounts';
import { accountProvider } from '@gatehouse/contracts/provider-accounts';
import { withTransaction } from '@gatehouse/db/errors';
import { newId } from '@gatehouse/db/ids';
import type { ObservedAccount } from '@gatehouse/gateways/driver';
import { sql } from 'kysely';
import { audit } from '../audit/index.ts';
import { permit } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import { fail, isDomainError, notFound } from '../errors/index.ts';
import { type ActiveGateway, activeGateways, driverOf } from '../gateway-sync/index.ts';
import { resolveGateway } from '../gateways/index.ts';
import { takeRoom } from './account-limit.ts';
import { selectParked } from './connect-repository.ts';
import { addressHint, fileHmac, fileNamePlace } from './file-names.ts';
import { askGateway } from './gateway-access.ts';
import { insertAccount, selectAccountRows } from './repository.ts';
import { accountAfter } from './wait.ts';

/** Credentials that belong to nobody here, as they are now: at the gateway that is named, else at all that have accounts. */
export async function listUnclaimedAccounts(
  ctx: Context,
  input: { gatewayId?: string | undefined },
): Promise<UnclaimedAccountsView> {
  permit(ctx, 'provider-accounts:claim');
  if (input.gatewayId !== undefined)
    return { accounts: await unclaimedAt(ctx, await resolveGateway(ctx, input.gatewayId)), unasked: [] };
  const answers = await Promise.all(
    (await gatewaysWithAccounts(ctx)).map((gateway) => unclaimedOrWhyNot(ctx, gateway)),
  );
  return {
    accounts: answers.flatMap((answer) => ('accounts' in answer ? answer.accounts : [])),
    unasked: answers.flatMap((answer) => ('accounts' in answer ? [] : [answer])),
  };
}

async function gatewaysWithAccounts(ctx: Context): Promise<ActiveGateway[]> {
  const gateways = await activeGateways(ctx);
  const drivers = await Promise.all(gateways.map(({ id }) => driverOf(ctx, id)));
  return gateways.filter((_, index) => drivers[index]?.accounts !== undefined);
}

/** One gateway that does not answer hides none of the others. */
async function unclaimedOrWhyNot(
  ctx: Context,
  gateway: ActiveGateway,
): Promise<Pick<UnclaimedAccountsView, 'accounts'> | UnaskedGateway> {
  try {
    return { accounts: await unclaimedAt(ctx, gateway) };
  } catch (error) {
    if (!isDomainError(error)) throw error;
    return { gatewayId: gateway.id, gatewayName: gateway.name, reason: error.payload.message };
  }
}

async function unclaimedAt(ctx: Context, gateway: ActiveGateway): Promise<UnclaimedAccountView[]> {
  const files = await unclaimedFiles(ctx, gateway);
  const parked = await selectParked(ctx.db, gateway.id);
  const people = await namesOf(ctx, [...parked.values()].flat());
  return [...files].map(([fileId, file]) => ({
    gatewayId: gateway.id,
    gatewayName: gateway.name,
    fileId,
    provider: file.provider,
    hint: addressHint(file.email),
    isDisabled: file.isDisabled,
    candidates: (parked.get(fileId) ?? []).flatMap((id) => people.get(id) ?? []),
  }));
}

/** Makes a credential of nobody's somebody's. Only for administrators, who take the responsibility. */
export async function claimAccount(ctx: Context, input: ClaimAccountInput): Promise<ProviderAccountView> {
  permit(ctx, 'provider-accounts:claim');
  const gateway = await resolveGateway(ctx, input.gatewayId);
  const file = (await unclaimedFiles(ctx, gateway)).get(input.fileId);
  if (!file) throw notFound('unclaimed account');
  const provider = accountProvider.safeParse(file.provider);
  if (!provider.success)
    throw fail('accounts_unsupported', `Accounts of “${file.provider}” cannot be managed here.`, {});
  const id = newId();
  await withTransaction(ctx.db, async (tx) => {
    const person = await tx
      .selectFrom('users')
      .select('name')
      .where('id', '=', input.userId)
      .where('removed_at', 'is', null)
      .where('is_active', '=', true)
      .executeTakeFirst();
    if (!person) throw notFound('user');
    await takeRoom(tx, input.userId);
    const isInserted = await insertAccount(tx, {
      id,
      gateway_id: gateway.id,
      user_id: input.userId,
      provider: provider.data,
      name: input.name,
      file_name_hmac: Buffer.from(input.fileId, 'hex'),
      file_name_sealed: ctx.sealer.seal(file.fileName, fileNamePlace(id)),
      is_disabled: file.isDisabled,
    });
    if (!isInserted) throw fail('provider_account_taken', 'This account has an owner already.', {});
    await tx
      .updateTable('connect_sessions')
      .set({ parked_files: sql<string[]>`array_remove(parked_files, ${input.fileId})` })
      .where('gateway_id', '=', gateway.id)
      .execute();
    await audit(tx, ctx, {
      action: 'provider-account.claimed',
      resource: 'provider-account',
      resourceId: id,
      details: { provider: provider.data, name: input.name, owner: person.name, gateway: gateway.name },
    });
  });
  ctx.wakeSync(gateway.id);
  return accountAfter(ctx, id, 0);
}

async function unclaimedFiles(ctx: Context, gateway: ActiveGateway): Promise<Map<string, ObservedAccount>> {
  const { accounts } = await askGateway(ctx, gateway, (driver) => driver.list());
  const owned = new Set((await selectAccountRows(ctx.db, gateway.id)).map((row) => row.file_name_hmac.toString('hex')));
  const files = accounts.map((file): [string, ObservedAccount] => [
    fileHmac(ctx.hmac, gateway.id, file.fileName).toString('hex'),
    file,
  ]);
  return new Map(files.filter(([key]) => !owned.has(key)));
}

async function namesOf(ctx: Context, userIds: string[]): Promise<Map<string, { id: string; name: string }>> {
  if (userIds.length === 0) return new Map();
  const rows = await ctx.db.selectFrom('users').select(['id', 'name']).where('id', 'in', userIds).execute();
  return new Map(rows.map((row) => [row.id, row]));
}
