import type { Metadata } from 'next';
import { Prefetched } from '../../../../api/prefetched.tsx';
import { requireViewer } from '../../../../api/server.ts';
import { scopeFor } from '../../../../teams/scope.ts';
import { TeamPage } from '../../../../teams/team-page.tsx';

export const metadata: Metadata = { title: 'Team' };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const scope = scopeFor(await requireViewer());
  const { id } = await params;
  return (
    <Prefetched queries={(api) => [api.teams.list.prefetch({ scope }), api.models.list.prefetch({})]}>
      <TeamPage id={id} />
    </Prefetched>
  );
}
