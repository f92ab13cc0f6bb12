import type { Metadata } from 'next';
import { Prefetched } from '../../../api/prefetched.tsx';
import { requireViewer } from '../../../api/server.ts';
import { scopeFor } from '../../../teams/scope.ts';
import { TeamsPage } from '../../../teams/teams-page.tsx';

export const metadata: Metadata = { title: 'Teams' };

export default async function Page() {
  const scope = scopeFor(await requireViewer());
  return (
    <Prefetched queries={(api) => [api.teams.list.prefetch({ scope })]}>
      <TeamsPage />
    </Prefetched>
  );
}
