import type { ProviderAccountView } from '@gatehouse/contracts/provider-accounts';
import { permitScope } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import { selectAccounts } from './repository.ts';

export async function listProviderAccounts(
  ctx: Context,
  input: { scope: 'own' | 'all' },
): Promise<ProviderAccountView[]> {
  return selectAccounts(ctx.db, permitScope(ctx, input.scope, 'provider-accounts'));
}
