import type { ImportAccountInput, ProviderAccountView } from '@gatehouse/contracts/provider-accounts';
import { withTransaction } from '@gatehouse/db/errors';
import { newId } from '@gatehouse/db/ids';
import { sql } from 'kysely';
import { audit } from '../audit/index.ts';
import { permitUser } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import { resolveGateway } from '../gateways/index.ts';
import { takeRoom } from './account-limit.ts';
import { credentialOf } from './credential-file.ts';
import { fileHmac, fileNamePlace, newFileName } from './file-names.ts';
import { askGateway } from './gateway-access.ts';
import { insertAccount } from './repository.ts';
import { accountAfter } from './wait.ts';

/**
 * Brings a credential file to the gateway. The name is made and written down first: whatever happens then, the file is
 * found by it. What is in the file is in this process's memory for the length of the call, and nowhere else.
 */
export async function importAccount(ctx: Context, input: ImportAccountInput): Promise<ProviderAccountView> {
  const actor = permitUser(ctx, 'provider-accounts:connect-own');
  await ctx.rateLimits.consume('account-connect', actor.userId);
  const gateway = await resolveGateway(ctx, input.gatewayId);
  const content = credentialOf(input.provider, input.content);
  await askGateway(ctx, gateway, async () => ({ ok: true }));
  const id = newId();
  const fileName = newFileName(input.provider, id);
  await withTransaction(ctx.db, async (tx) => {
    await takeRoom(tx, actor.userId);
    await insertAccount(tx, {
      id,
      gateway_id: gateway.id,
      user_id: actor.userId,
      provider: input.provider,
      name: input.name,
      file_name_hmac: fileHmac(ctx.hmac, gateway.id, fileName),
      file_name_sealed: ctx.sealer.seal(fileName, fileNamePlace(id)),
      is_uploading: true,
    });
    await audit(tx, ctx, {
      action: 'provider-account.imported',
      resource: 'provider-account',
      resourceId: id,
      details: { provider: input.provider, name: input.name, gateway: gateway.name },
    });
  });

  await askGateway(ctx, gateway, async (accounts) => {
    const outcome = await accounts.upload(fileName, content);
    return outcome.outcome === 'rejected' ? { ok: false, problem: outcome.problem } : { ok: true };
  }).catch(async (error: unknown) => {
    await forget(ctx, id);
    throw error;
  });
  ctx.wakeSync(gateway.id);
  return accountAfter(ctx, id, input.waitMs);
}

/** The gateway certainly did nothing: there is no such account. */
async function forget(ctx: Context, id: string): Promise<void> {
  await ctx.db
    .updateTable('provider_accounts')
    .set({
      desired: 'absent',
      status: 'applied',
      is_uploading: false,
      file_name_sealed: null,
      removed_at: sql<Date>`now()`,
    })
    .where('id', '=', id)
    .execute();
}
