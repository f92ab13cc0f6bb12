import type { ProviderKeyView } from '@gatehouse/contracts/provider-keys';
import { permitScope } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import { selectProviderKeys } from './repository.ts';

export async function listProviderKeys(ctx: Context, input: { scope: 'own' | 'all' }): Promise<ProviderKeyView[]> {
  const ownerId = permitScope(ctx, input.scope, 'provider-keys');
  return selectProviderKeys(ctx.db, ownerId);
}
