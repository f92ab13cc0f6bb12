import type { Role, Scope } from '@gatehouse/contracts/permissions';

/** Who acts. Built in apps/server from what a request carries; core decides what it may do. */
export type Actor = UserActor | ServiceActor | SystemActor | AnonymousActor;

export type UserActor = {
  type: 'user';
  userId: string;
  name: string;
  email: string;
  role: Role;
  /** A browser session may do all that the role may; a token only what its scopes say. */
  via: { type: 'session'; sessionId: string } | { type: 'token'; tokenId: string; scopes: readonly Scope[] };
};
export type ServiceActor = { type: 'service'; name: string };
/** Gatehouse itself: background work. */
export type SystemActor = { type: 'system'; name: string };
export type AnonymousActor = { type: 'anonymous' };

export const anonymous: AnonymousActor = { type: 'anonymous' };
export const system = (name: string): SystemActor => ({ type: 'system', name });

/** How the audit log names the actor. */
export function labelOf(actor: Actor): string {
  switch (actor.type) {
    case 'user':
      return `${actor.name} <${actor.email}>`;
    case 'service':
    case 'system':
      return `${actor.type}: ${actor.name}`;
    case 'anonymous':
      return 'anonymous';
  }
}
