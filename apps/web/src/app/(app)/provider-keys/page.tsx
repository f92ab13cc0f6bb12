import type { Metadata } from 'next';
import { Prefetched } from '../../../api/prefetched.tsx';
import { ProviderKeysPage } from '../../../provider-keys/provider-keys-page.tsx';

export const metadata: Metadata = { title: 'Provider keys' };

export default function Page() {
  return (
    <Prefetched
      queries={(api) => [api.gateways.summaries.prefetch(), api.providerKeys.list.prefetch({ scope: 'own' })]}
    >
      <ProviderKeysPage />
    </Prefetched>
  );
}
