import type { UserView } from '@gatehouse/contracts/identity';
import { permit } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';
import { findUsers } from './repository.ts';

export async function listUsers(ctx: Context): Promise<UserView[]> {
  permit(ctx, 'users:read');
  return findUsers(ctx.db);
}
