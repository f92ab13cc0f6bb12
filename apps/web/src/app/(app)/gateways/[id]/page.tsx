import type { Metadata } from 'next';
import { Prefetched } from '../../../../api/prefetched.tsx';
import { requirePermission } from '../../../../api/server.ts';
import { GatewayPage } from '../../../../gateways/gateway-page.tsx';

export const metadata: Metadata = { title: 'Gateway' };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  await requirePermission('gateways:read');
  const { id } = await params;
  return (
    <Prefetched queries={(api) => [api.gateways.list.prefetch(), api.gateways.entries.prefetch({ id })]}>
      <GatewayPage id={id} />
    </Prefetched>
  );
}
