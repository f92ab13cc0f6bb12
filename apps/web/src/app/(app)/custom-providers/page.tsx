import type { Metadata } from 'next';
import { Prefetched } from '../../../api/prefetched.tsx';
import { CustomProvidersPage } from '../../../custom-providers/custom-providers-page.tsx';

export const metadata: Metadata = { title: 'Custom providers' };

export default function Page() {
  return (
    <Prefetched
      queries={(api) => [api.gateways.summaries.prefetch(), api.customProviders.list.prefetch({ scope: 'own' })]}
    >
      <CustomProvidersPage />
    </Prefetched>
  );
}
