import type { Metadata } from 'next';
import { Prefetched } from '../../../api/prefetched.tsx';
import { requirePermission } from '../../../api/server.ts';
import { GatewaysPage } from '../../../gateways/gateways-page.tsx';

export const metadata: Metadata = { title: 'Gateways' };

export default async function Page() {
  await requirePermission('gateways:read');
  return (
    <Prefetched queries={(api) => [api.gateways.list.prefetch()]}>
      <GatewaysPage />
    </Prefetched>
  );
}
