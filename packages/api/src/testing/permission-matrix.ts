import type { Role, Scope } from '@gatehouse/contracts/permissions';
import type { ProcedureKind } from '../trpc/index.ts';

const everybody: readonly Role[] = ['owner', 'admin', 'operator', 'auditor', 'member'];
const administrators: readonly Role[] = ['owner', 'admin'];
const operators: readonly Role[] = ['owner', 'admin', 'operator'];
const readers: readonly Role[] = ['owner', 'admin', 'operator', 'auditor'];

export type Access = { kind: ProcedureKind; scope?: Scope; roles: readonly Role[] };

const open = (): Access => ({ kind: 'public', roles: everybody });
const dashboardOnly = (): Access => ({ kind: 'service', roles: [] });
const signedIn = (roles: readonly Role[]): Access => ({ kind: 'session', roles });
const scoped = (scope: Scope, roles: readonly Role[]): Access => ({ kind: 'token', scope, roles });

/** Who may call what, written down apart from the code that decides it. A change here is a change of the product. */
export const permissionMatrix: Record<string, Access> = {
  'setup.status': open(),
  'setup.claim': open(),
  'invitations.preview': open(),
  'invitations.accept': open(),
  'deviceLogins.start': open(),
  'deviceLogins.poll': open(),

  'auth.verifyPassword': dashboardOnly(),
  'auth.endSession': dashboardOnly(),

  'sessions.list': signedIn(everybody),
  'sessions.revoke': signedIn(everybody),
  'deviceLogins.get': signedIn(everybody),
  'deviceLogins.approve': signedIn(everybody),
  'deviceLogins.deny': signedIn(everybody),
  'accessTokens.list': scoped('read', everybody),
  'accessTokens.revoke': scoped('write', everybody),
  'changes.onChange': scoped('read', everybody),

  'users.list': signedIn(readers),
  'users.update': signedIn(administrators),
  'users.remove': signedIn(administrators),
  'invitations.list': signedIn(['owner', 'admin', 'auditor']),
  'invitations.create': signedIn(administrators),
  'invitations.revoke': signedIn(administrators),
  'audit.list': signedIn(['owner', 'admin', 'auditor']),

  'gatewaySettings.list': scoped('read', readers),
  'gatewaySettings.accept': scoped('write', administrators),
  'gatewaySettings.dismiss': scoped('write', administrators),
  'gatewaySettings.setChannel': scoped('write', administrators),
  'gateways.entries': signedIn(readers),
  'gateways.probe': signedIn(administrators),
  'gateways.create': signedIn(administrators),
  'gateways.update': signedIn(operators),
  'gateways.remove': signedIn(administrators),
  'gateways.sync': signedIn(operators),
  'gateways.events': scoped('read', readers),
  'gateways.plan': scoped('read', readers),
  'gateways.unmanaged': scoped('read', readers),
  'gateways.snapshots': scoped('read', readers),
  'gateways.applyPlan': scoped('write', operators),
  'gateways.adopt': scoped('write', administrators),
  'gateways.ignore': scoped('write', operators),
  'gateways.unignore': scoped('write', operators),
  'gateways.undo': scoped('write', operators),
  'gateways.rebuild': scoped('write', operators),
  'gateways.move': scoped('write', operators),

  'customProviderGroups.create': signedIn(operators),
  'customProviderGroups.update': signedIn(operators),
  'customProviderGroups.remove': signedIn(operators),

  'auth.whoAmI': scoped('read', everybody),
  'accessTokens.revokeCurrent': scoped('read', everybody),
  'gateways.list': scoped('read', readers),
  'gateways.summaries': scoped('read', everybody),
  'providerAccounts.list': scoped('read', everybody),
  'providerAccounts.connectStatus': scoped('read', everybody),
  'providerAccounts.startConnect': scoped('write', everybody),
  'providerAccounts.completeConnect': scoped('write', everybody),
  'providerAccounts.cancelConnect': scoped('write', everybody),
  'providerAccounts.import': scoped('write', everybody),
  'providerAccounts.update': scoped('write', everybody),
  'providerAccounts.remove': scoped('write', everybody),
  'providerAccounts.listUnclaimed': scoped('read', administrators),
  'providerAccounts.claim': signedIn(administrators),
  'providerKeys.list': scoped('read', everybody),
  'customProviders.list': scoped('read', everybody),
  'customProviderGroups.list': scoped('read', everybody),
  'clientKeys.list': scoped('read', everybody),
  'clientKeys.current': scoped('bundle', everybody),
  'models.list': scoped('read', everybody),
  'usage.summary': scoped('read', everybody),
  'models.override': scoped('write', operators),
  'providerKeys.contribute': scoped('write', everybody),
  'providerKeys.update': scoped('write', everybody),
  'providerKeys.remove': scoped('write', everybody),
  'customProviders.contribute': scoped('write', everybody),
  'customProviders.update': scoped('write', everybody),
  'customProviders.discoverModels': scoped('write', everybody),
  'customProviders.remove': scoped('write', everybody),
  'clientKeys.create': scoped('write', everybody),
  'clientKeys.update': scoped('write', everybody),
  'clientKeys.revoke': scoped('write', everybody),
  'bundles.preview': scoped('bundle', everybody),
  'bundleChoices.get': scoped('read', everybody),
  'bundleChoices.update': scoped('write', everybody),
  'gatewayExclusions.get': scoped('read', everybody),
  'gatewayExclusions.update': scoped('write', operators),
  'sharing.list': scoped('read', everybody),
  'sharing.get': scoped('read', everybody),
  'sharing.draft': scoped('read', everybody),
  'sharing.diff': scoped('read', everybody),
  'sharing.subscriptions': scoped('read', everybody),
  'sharing.preview': scoped('read', everybody),
  'sharing.publish': scoped('write', everybody),
  'sharing.rollBack': scoped('write', everybody),
  'sharing.unpublish': scoped('write', everybody),
  'sharing.subscribe': scoped('write', everybody),
  'sharing.pause': scoped('write', everybody),
  'sharing.resume': scoped('write', everybody),
  'sharing.pin': scoped('write', everybody),
  'sharing.consent': scoped('write', everybody),
  'sharing.fillIn': scoped('write', everybody),
  'sharing.unsubscribe': scoped('write', everybody),

  // A person who may not manage the team does not reach it; these ask who may call at all.
  'teams.list': scoped('read', everybody),
  'teams.create': scoped('write', administrators),
  'teams.update': scoped('write', everybody),
  'teams.remove': scoped('write', administrators),
  'teams.addMember': scoped('write', everybody),
  'teams.updateMember': scoped('write', everybody),
  'teams.removeMember': scoped('write', everybody),
};

/** Lists with a scope: asking for everybody's is for those who may read everybody's. */
export const readAllMatrix: Record<string, readonly Role[]> = {
  'providerAccounts.list': readers,
  'providerKeys.list': readers,
  'customProviders.list': readers,
  'clientKeys.list': readers,
  'usage.summary': readers,
  'teams.list': readers,
};
