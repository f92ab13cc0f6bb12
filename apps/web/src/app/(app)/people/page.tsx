import type { Metadata } from 'next';
import { Prefetched } from '../../../api/prefetched.tsx';
import { requirePermission } from '../../../api/server.ts';
import { PeoplePage } from '../../../people/people-page.tsx';

export const metadata: Metadata = { title: 'People' };

export default async function Page() {
  await requirePermission('users:read');
  return (
    <Prefetched queries={(api) => [api.users.list.prefetch()]}>
      <PeoplePage />
    </Prefetched>
  );
}
