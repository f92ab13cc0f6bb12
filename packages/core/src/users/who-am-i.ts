import type { WhoAmI } from '@gatehouse/contracts/identity';
import { permissionsOf } from '@gatehouse/contracts/permissions';
import { unauthenticated } from '../authorization/index.ts';
import type { Context } from '../context/index.ts';

/** Needs no permission: everybody may know who they are. */
export async function whoAmI(ctx: Context): Promise<WhoAmI> {
  const { actor } = ctx;
  if (actor.type === 'anonymous') throw unauthenticated();
  if (actor.type !== 'user') return { type: 'service', name: actor.name };
  return {
    type: 'user',
    id: actor.userId,
    name: actor.name,
    email: actor.email,
    role: actor.role,
    permissions: [...permissionsOf[actor.role]],
    via: actor.via.type,
  };
}
