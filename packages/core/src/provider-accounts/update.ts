import type { ProviderAccountView, UpdateAccountInput } from '@gatehouse/contracts/provider-accounts';
import { withTransaction } from '@gatehouse/db/errors';
import { sql } from 'kysely';
import { audit } from '../audit/index.ts';
import { permitOwner } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import { notFound } from '../errors/index.ts';
import { sealEdited } from './headers.ts';
import { lockAccount } from './repository.ts';
import { accountAfter } from './wait.ts';

/** Switches an account on or off, renames it, or changes how it is used. */
export async function updateAccount(ctx: Context, input: UpdateAccountInput): Promise<ProviderAccountView> {
  const gatewayId = await withTransaction(ctx.db, async (tx) => {
    const row = await lockAccount(tx, input.id);
    permitOwner(ctx, row?.user_id, 'provider-accounts:update');
    if (!row || row.desired === 'absent') throw notFound('account');
    const name = input.name ?? row.name;
    const headers = input.headers && sealEdited(ctx, row, input.headers);
    const isEdited = input.settings !== undefined || headers !== undefined;
    const isDisabled = input.isDisabled ?? row.is_disabled;
    await tx
      .updateTable('provider_accounts')
      .set({
        name,
        is_disabled: isDisabled,
        settings: JSON.stringify({
          ...row.settings,
          ...given(input.settings),
          ...(headers ? { headerNames: headers.names } : {}),
        }),
        ...(headers ? { headers_sealed: headers.sealed } : {}),
        settings_generation: row.settings_generation + (isEdited ? 1 : 0),
        status: 'pending',
        problem: null,
        reverted_at: [],
        attempts: 0,
        next_attempt_at: sql<Date>`now()`,
      })
      .where('id', '=', row.id)
      .execute();
    await audit(tx, ctx, {
      action: 'provider-account.updated',
      resource: 'provider-account',
      resourceId: row.id,
      details: { provider: row.provider, name, isDisabled, changed: changedIn(input) },
    });
    return row.gateway_id;
  });
  ctx.wakeSync(gatewayId);
  return accountAfter(ctx, input.id, input.waitMs);
}

/** What is undefined is left out, and stays as it is. */
const given = (settings: UpdateAccountInput['settings'] = {}) =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));

const changedIn = ({ settings, headers }: UpdateAccountInput): string =>
  [...Object.keys(given(settings)), ...(headers ? ['headers'] : [])].join(', ');
