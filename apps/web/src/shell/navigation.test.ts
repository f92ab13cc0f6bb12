import { permissionsOf, type Role, roles } from '@gatehouse/contracts/permissions';
import { describe, expect, it } from 'vitest';
import { isCurrent, navigationFor } from './navigation.ts';

const pagesOf = (role: Role) =>
  navigationFor([...permissionsOf[role]]).flatMap((group) => group.items.map((item) => item.href));

describe('navigation', () => {
  it('shows each role the pages that it can use', () => {
    const use = ['/client-keys', '/models', '/choices', '/shared-choices', '/teams', '/usage', '/sync'];
    const own = ['/', ...use, '/provider-keys', '/provider-accounts', '/custom-providers'];
    expect(pagesOf('member')).toEqual(own);
    expect(pagesOf('operator')).toEqual([...own, '/gateways', '/people']);
    expect(pagesOf('auditor')).toEqual([...own, '/gateways', '/people', '/audit']);
    expect(roles.filter((role) => pagesOf(role).includes('/audit'))).toEqual(['owner', 'admin', 'auditor']);
  });

  it('leaves out a group without a page', () => {
    expect(navigationFor([]).map((group) => group.label)).toEqual([null]);
  });

  it('marks the page that one is on, and its parent', () => {
    expect(isCurrent('/gateways', '/gateways/01')).toBe(true);
    expect(isCurrent('/', '/gateways')).toBe(false);
    expect(isCurrent('/models', '/models-of-mine')).toBe(false);
  });
});
