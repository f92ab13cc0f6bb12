import type { CustomProviderView } from '@gatehouse/contracts/custom-providers';
import { permitScope, permitUser } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import { selectCustomProviders, selectSharedProviders } from './repository.ts';

export async function listCustomProviders(
  ctx: Context,
  input: { scope: 'own' | 'shared' | 'all' },
): Promise<CustomProviderView[]> {
  if (input.scope === 'shared') {
    permitUser(ctx, 'custom-providers:read-own');
    return selectSharedProviders(ctx.db);
  }
  const ownerId = permitScope(ctx, input.scope, 'custom-providers');
  return selectCustomProviders(ctx.db, ownerId);
}
