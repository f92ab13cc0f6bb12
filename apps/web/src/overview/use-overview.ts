'use client';

import { api } from '../api/client.tsx';
import { useViewer } from '../shell/viewer.tsx';
import { attentionItems, pendingCount } from './attention.ts';
import { gettingStarted } from './getting-started.ts';

/** All that the overview shows; `isReady` once nothing of it can still turn out otherwise. */
export function useOverview() {
  const viewer = useViewer();
  const canRead = viewer.can('gateways:read');
  const canInvite = viewer.can('invitations:create');
  const summaries = api.gateways.summaries.useQuery();
  const gateways = api.gateways.list.useQuery(undefined, { enabled: canRead });
  const providerKeys = api.providerKeys.list.useQuery({ scope: 'own' });
  const customProviders = api.customProviders.list.useQuery({ scope: 'own' });
  const clientKeys = api.clientKeys.list.useQuery({ scope: 'own' });
  const models = api.models.list.useQuery({});
  const tokens = api.accessTokens.list.useQuery();
  const users = api.users.list.useQuery(undefined, { enabled: canInvite });
  const invitations = api.invitations.list.useQuery(undefined, { enabled: canInvite });

  const liveKeys = (clientKeys.data ?? []).filter((row) => row.revokedAt === null);
  const present = <Row extends { state: { desired: string } }>(rows: Row[] | undefined): Row[] =>
    (rows ?? []).filter((row) => row.state.desired === 'present');
  const contributions = present(providerKeys.data).length + present(customProviders.data).length;
  const entries = [
    { href: '/provider-keys', label: 'Provider key', rows: providerKeys.data ?? [] },
    {
      href: '/custom-providers',
      label: 'Custom provider',
      rows: (customProviders.data ?? []).map((row) => ({ ...row, name: row.displayName })),
    },
    { href: '/client-keys', label: 'Client key', rows: clientKeys.data ?? [] },
  ];

  return {
    isReady: [summaries, providerKeys, customProviders, clientKeys, tokens].every((query) => query.isFetched),
    attention: attentionItems({
      gateways: gateways.data ?? summaries.data ?? [],
      canOpenGateways: canRead,
      entries,
    }),
    pending: pendingCount(entries),
    steps: gettingStarted({
      canConnectGateways: viewer.can('gateways:create'),
      canInvite,
      gatewayCount: summaries.data?.length ?? 0,
      peopleCount: users.data?.length ?? null,
      invitationCount: invitations.data?.length ?? null,
      contributionCount: contributions,
      clientKeyCount: liveKeys.length,
      laptopCount: tokens.data?.length ?? 0,
    }),
    gateways: summaries.data ?? null,
    models: models.data ?? null,
    clientKeys: clientKeys.data ? liveKeys : null,
    contributions: providerKeys.data && customProviders.data ? contributions : null,
  };
}
