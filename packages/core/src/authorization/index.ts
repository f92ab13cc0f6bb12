import { type Permission, permissionsOf } from '@gatehouse/contracts/permissions';
import type { Actor, UserActor } from '../actor/index.ts';
import { fail } from '../errors/index.ts';

export function may(actor: Actor, permission: Permission): boolean {
  if (actor.type === 'system') return true;
  return actor.type === 'user' && permissionsOf[actor.role].has(permission);
}

/** The first line of every use case. */
export function permit(ctx: { actor: Actor }, permission: Permission): void {
  if (ctx.actor.type === 'anonymous') throw unauthenticated();
  if (!may(ctx.actor, permission)) throw forbidden(permission);
}

/** For what belongs to a person: answers that person, so that there is an owner to write down. */
export function permitUser(ctx: { actor: Actor }, permission: Permission): UserActor {
  permit(ctx, permission);
  if (ctx.actor.type !== 'user') throw forbidden(permission);
  return ctx.actor;
}

/** For lists with a scope: `all` needs the plain permission, `own` the `-own` one. Answers the owner to filter by. */
export function permitScope(
  ctx: { actor: Actor },
  scope: 'own' | 'all',
  resource: 'provider-keys' | 'custom-providers' | 'client-keys',
): string | null {
  if (scope === 'own') return permitUser(ctx, `${resource}:read-own`).userId;
  permit(ctx, `${resource}:read`);
  return null;
}

export const unauthenticated = () => fail('unauthenticated', 'Sign in first.', {});
const forbidden = (permission: Permission) =>
  fail('forbidden', 'Your role does not allow this. Ask an administrator.', { permission });
