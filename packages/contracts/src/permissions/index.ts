import { z } from 'zod';

export const roles = ['owner', 'admin', 'operator', 'auditor', 'member'] as const;
export type Role = (typeof roles)[number];
export const role = z.enum(roles);

/** `own` permissions reach what the actor owns; the plain form reaches everybody's. */
export const permissions = [
  'audit:read',
  'bundle-choices:read-own',
  'bundle-choices:update-own',
  'bundles:read-own',
  'client-keys:create-own',
  'client-keys:read',
  'client-keys:read-own',
  'client-keys:revoke',
  'client-keys:revoke-own',
  'client-keys:update',
  'client-keys:update-own',
  'custom-provider-groups:update',
  'custom-providers:contribute-own',
  'custom-providers:keyless',
  'custom-providers:read',
  'custom-providers:read-own',
  'custom-providers:remove',
  'custom-providers:remove-own',
  'custom-providers:update',
  'custom-providers:update-own',
  'gateways:adopt',
  'gateways:configure',
  'gateways:create',
  'gateways:read',
  'gateways:remove',
  'gateways:sync',
  'gateways:update',
  'invitations:create',
  'invitations:read',
  'invitations:revoke',
  'models:read',
  'models:update',
  'provider-accounts:claim',
  'provider-accounts:connect-own',
  'provider-accounts:read',
  'provider-accounts:read-own',
  'provider-accounts:remove',
  'provider-accounts:remove-own',
  'provider-accounts:update',
  'provider-accounts:update-own',
  'provider-keys:contribute-own',
  'provider-keys:read',
  'provider-keys:read-own',
  'provider-keys:remove',
  'provider-keys:remove-own',
  'provider-keys:update',
  'provider-keys:update-own',
  'shares:follow-own',
  'shares:publish-own',
  'usage:read',
  'usage:read-own',
  'users:read',
  'users:remove',
  'users:update',
] as const;
export type Permission = (typeof permissions)[number];

const member = [
  'bundle-choices:read-own',
  'bundle-choices:update-own',
  'bundles:read-own',
  'client-keys:create-own',
  'client-keys:read-own',
  'client-keys:revoke-own',
  'client-keys:update-own',
  'custom-providers:contribute-own',
  'custom-providers:read-own',
  'custom-providers:remove-own',
  'custom-providers:update-own',
  'models:read',
  'provider-accounts:connect-own',
  'provider-accounts:read-own',
  'provider-accounts:remove-own',
  'provider-accounts:update-own',
  'provider-keys:contribute-own',
  'provider-keys:read-own',
  'provider-keys:remove-own',
  'provider-keys:update-own',
  'shares:follow-own',
  'shares:publish-own',
  'usage:read-own',
] as const satisfies readonly Permission[];

const auditor = [
  ...member,
  'audit:read',
  'client-keys:read',
  'custom-providers:read',
  'gateways:read',
  'invitations:read',
  'provider-accounts:read',
  'provider-keys:read',
  'usage:read',
  'users:read',
] as const satisfies readonly Permission[];

const operator = [
  ...member,
  'client-keys:read',
  'client-keys:revoke',
  'client-keys:update',
  'custom-provider-groups:update',
  'custom-providers:keyless',
  'custom-providers:read',
  'custom-providers:remove',
  'gateways:read',
  'gateways:sync',
  'gateways:update',
  'models:update',
  'provider-accounts:read',
  'provider-accounts:remove',
  'provider-accounts:update',
  'provider-keys:read',
  'provider-keys:remove',
  'usage:read',
  'users:read',
] as const satisfies readonly Permission[];

/** Who may do what. `owner` and `admin` may do everything; only an owner may change or remove an owner. */
export const permissionsOf: Record<Role, ReadonlySet<Permission>> = {
  owner: new Set(permissions),
  admin: new Set(permissions),
  operator: new Set(operator),
  auditor: new Set(auditor),
  member: new Set(member),
};

/** What an access token may be used for; a token never reaches further than its owner's role. */
export const scopes = ['bundle', 'read', 'write'] as const;
export type Scope = (typeof scopes)[number];
export const scope = z.enum(scopes);
