import type { Metadata } from 'next';
import { Prefetched } from '../../../api/prefetched.tsx';
import { ChoicesPage } from '../../../choices/choices-page.tsx';

export const metadata: Metadata = { title: 'Choices' };

export default function Page() {
  return (
    <Prefetched
      queries={(api) => [
        api.bundleChoices.get.prefetch(),
        api.models.list.prefetch({}),
        api.gateways.summaries.prefetch(),
      ]}
    >
      <ChoicesPage />
    </Prefetched>
  );
}
