import { type Permission, permissions, permissionsOf, roles } from '@gatehouse/contracts/permissions';
import { describe, expect, it } from 'vitest';
import { type Actor, anonymous, system, type UserActor } from '../actor/index.ts';
import { may, permit, permitPerson, permitScope, permitService, permitSession, permitUser } from './index.ts';

const person = (role: UserActor['role'], via: UserActor['via'] = { type: 'session', sessionId: 's' }): UserActor => ({
  type: 'user',
  userId: 'u',
  name: 'Test',
  email: 'test@example.com',
  role,
  via,
});
const service: Actor = { type: 'service', name: 'web' };
const code = (expected: string, details = {}) =>
  expect.objectContaining({ payload: expect.objectContaining({ code: expected, details }) });

describe('permit', () => {
  it('lets people do what their role may, Gatehouse everything, and others nothing', () => {
    for (const permission of permissions) {
      for (const role of roles) {
        const isAllowed = permissionsOf[role].has(permission);
        expect(may(person(role), permission)).toBe(isAllowed);
        const attempt = () => permit({ actor: person(role) }, permission);
        if (isAllowed) attempt();
        else expect(attempt).toThrow(code('forbidden', { permission }));
      }
      permit({ actor: system('worker') }, permission);
      expect(() => permit({ actor: service }, permission)).toThrow(code('forbidden', { permission }));
      expect(() => permit({ actor: anonymous }, permission)).toThrow(code('unauthenticated'));
    }
  });

  it('gives higher roles all that lower ones have', () => {
    for (const role of roles)
      for (const permission of permissionsOf.member) expect(permissionsOf[role].has(permission)).toBe(true);
    expect([permissionsOf.owner.size, permissionsOf.admin.size]).toEqual([permissions.length, permissions.length]);
  });
});

describe('permitUser', () => {
  it('answers the person, and refuses what owns nothing', () => {
    const member = person('member');
    expect(permitUser({ actor: member }, 'client-keys:create-own')).toBe(member);
    for (const actor of [system('worker'), service])
      expect(() => permitUser({ actor }, 'client-keys:create-own')).toThrow(
        code('forbidden', { permission: 'client-keys:create-own' }),
      );
  });
});

describe('permitScope', () => {
  it('answers whose to show', () => {
    for (const resource of ['provider-keys', 'custom-providers', 'client-keys'] as const) {
      const forAll: Permission = `${resource}:read`;
      expect(permitScope({ actor: person('member') }, 'own', resource)).toBe('u');
      expect(permitScope({ actor: person('operator') }, 'own', resource)).toBe('u');
      expect(permitScope({ actor: person('operator') }, 'all', resource)).toBeNull();
      expect(() => permitScope({ actor: person('member') }, 'all', resource)).toThrow(
        code('forbidden', { permission: forAll }),
      );
    }
  });
});

describe('permitSession and permitService', () => {
  const byToken = person('owner', { type: 'token', tokenId: 't', scopes: ['bundle', 'read', 'write'] });

  it('tells a person at a browser from a token', () => {
    const atBrowser = person('member');
    expect(permitSession({ actor: atBrowser })).toBe(atBrowser);
    for (const actor of [byToken, service, system('worker')])
      expect(() => permitSession({ actor })).toThrow(code('forbidden'));
    expect(() => permitSession({ actor: anonymous })).toThrow(code('unauthenticated'));
  });

  it('takes a person by a token too, and nobody else', () => {
    for (const actor of [byToken, person('member')]) expect(permitPerson({ actor })).toBe(actor);
    for (const actor of [service, system('worker')]) expect(() => permitPerson({ actor })).toThrow(code('forbidden'));
    expect(() => permitPerson({ actor: anonymous })).toThrow(code('unauthenticated'));
  });

  it('tells a service from everybody else', () => {
    permitService({ actor: service });
    for (const actor of [byToken, person('owner'), system('worker')])
      expect(() => permitService({ actor })).toThrow(code('forbidden'));
    expect(() => permitService({ actor: anonymous })).toThrow(code('unauthenticated'));
  });
});
