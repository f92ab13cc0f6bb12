import { Prefetched } from '../../api/prefetched.tsx';
import { requireViewer } from '../../api/server.ts';
import { OverviewPage } from '../../overview/overview-page.tsx';

export default async function Page() {
  const { permissions } = await requireViewer();
  return (
    <Prefetched
      queries={(api) => [
        api.gateways.summaries.prefetch(),
        api.providerKeys.list.prefetch({ scope: 'own' }),
        api.customProviders.list.prefetch({ scope: 'own' }),
        api.clientKeys.list.prefetch({ scope: 'own' }),
        api.models.list.prefetch({}),
        api.accessTokens.list.prefetch(),
        ...(permissions.includes('gateways:read') ? [api.gateways.list.prefetch()] : []),
        ...(permissions.includes('invitations:create')
          ? [api.users.list.prefetch(), api.invitations.list.prefetch()]
          : []),
      ]}
    >
      <OverviewPage />
    </Prefetched>
  );
}
