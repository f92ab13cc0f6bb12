import { type Permission, permissionsOf } from '@gatehouse/contracts/permissions';
import type { Actor, UserActor } from '../actor/index.ts';
import { fail, notFound } from '../errors/index.ts';

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
  resource: 'provider-accounts' | 'provider-keys' | 'custom-providers' | 'client-keys' | 'usage',
): string | null {
  if (scope === 'own') return permitUser(ctx, `${resource}:read-own`).userId;
  permit(ctx, `${resource}:read`);
  return null;
}

export type SessionActor = UserActor & { via: { type: 'session' } };

/** For what only a person at a browser may do with their own access: a token must not make or end others. */
export function permitSession(ctx: { actor: Actor }): SessionActor {
  const { actor } = ctx;
  if (actor.type === 'anonymous') throw unauthenticated();
  if (!isSessionActor(actor)) throw fail('forbidden', 'Do this in the dashboard, signed in.', {});
  return actor;
}

/** A person, at a browser or by one of their tokens. */
export function permitPerson(ctx: { actor: Actor }): UserActor {
  const { actor } = ctx;
  if (actor.type === 'anonymous') throw unauthenticated();
  if (actor.type !== 'user') throw fail('forbidden', 'Only a person may do this.', {});
  return actor;
}

const isSessionActor = (actor: Actor): actor is SessionActor => actor.type === 'user' && actor.via.type === 'session';

/** For what the web's server does for people that it has not signed in yet, or signs out. */
export function permitService(ctx: { actor: Actor }): void {
  if (ctx.actor.type === 'anonymous') throw unauthenticated();
  if (ctx.actor.type !== 'service') throw fail('forbidden', 'Only a service may do this.', {});
}

export const unauthenticated = () => fail('unauthenticated', 'Sign in first.', {});
const forbidden = (permission: Permission) =>
  fail('forbidden', 'Your role does not allow this. Ask an administrator.', { permission });

/**
 * For what somebody owns: `<permission>-own` reaches one's own, the plain permission everybody's. Somebody else's thing is
 * `not_found` to a person who may not reach it, so that ids cannot be guessed at.
 */
export function permitOwner(
  ctx: { actor: Actor },
  ownerId: string | undefined,
  permission:
    | 'provider-accounts:remove'
    | 'provider-accounts:update'
    | 'provider-keys:remove'
    | 'provider-keys:update'
    | 'custom-providers:remove'
    | 'custom-providers:update'
    | 'client-keys:revoke'
    | 'client-keys:update',
): void {
  const actor = permitUser(ctx, `${permission}-own`);
  if (ownerId === actor.userId || may(actor, permission)) return;
  throw notFound('entry');
}
