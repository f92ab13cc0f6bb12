import type { ClientKeyView } from '@gatehouse/contracts/client-keys';
import { permitScope } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import { selectClientKeys } from './repository.ts';

export async function listClientKeys(ctx: Context, input: { scope: 'own' | 'all' }): Promise<ClientKeyView[]> {
  const ownerId = permitScope(ctx, input.scope, 'client-keys');
  return selectClientKeys(ctx.db, ownerId);
}
