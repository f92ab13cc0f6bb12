import type { Metadata } from 'next';
import { Prefetched } from '../../../../api/prefetched.tsx';
import { requirePermission } from '../../../../api/server.ts';
import { GatewayPage } from '../../../../gateways/gateway-page.tsx';
import { tabFrom } from '../../../../gateways/gateway-tabs.ts';

export const metadata: Metadata = { title: 'Gateway' };

type PageProps = { params: Promise<{ id: string }>; searchParams: Promise<{ tab?: string | string[] }> };

export default async function Page({ params, searchParams }: PageProps) {
  await requirePermission('gateways:read');
  const [{ id }, { tab }] = await Promise.all([params, searchParams]);
  return (
    <Prefetched
      queries={(api) => {
        // What has to be read from the gateway itself would keep the page waiting for it: the browser asks for that.
        const shown = {
          entries: () => [api.gateways.entries.prefetch({ id })],
          plan: () => [],
          unmanaged: () => [],
          settings: () => [],
          history: () => [api.gateways.events.prefetch({ id, limit: 50 })],
          snapshots: () => [api.gateways.snapshots.prefetch({ id })],
        };
        return [api.gateways.list.prefetch(), ...shown[tabFrom(tab)]()];
      }}
    >
      <GatewayPage id={id} />
    </Prefetched>
  );
}
