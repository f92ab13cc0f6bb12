import type { Metadata } from 'next';
import { Prefetched } from '../../../api/prefetched.tsx';
import { ClientKeysPage } from '../../../client-keys/client-keys-page.tsx';

export const metadata: Metadata = { title: 'Client keys' };

export default function Page() {
  return (
    <Prefetched queries={(api) => [api.gateways.summaries.prefetch(), api.clientKeys.list.prefetch({ scope: 'own' })]}>
      <ClientKeysPage />
    </Prefetched>
  );
}
