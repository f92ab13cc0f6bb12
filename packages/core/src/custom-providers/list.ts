import type { CustomProviderView } from '@gatehouse/contracts/custom-providers';
import { permitScope } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import { selectCustomProviders } from './repository.ts';

export async function listCustomProviders(
  ctx: Context,
  input: { scope: 'own' | 'all' },
): Promise<CustomProviderView[]> {
  const ownerId = permitScope(ctx, input.scope, 'custom-providers');
  return selectCustomProviders(ctx.db, ownerId);
}
