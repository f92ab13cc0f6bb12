import type { Metadata } from 'next';
import { Prefetched } from '../../../api/prefetched.tsx';
import { SharedChoicesPage } from '../../../shared-choices/shared-choices-page.tsx';

export const metadata: Metadata = { title: 'Shared choices' };

export default function Page() {
  return (
    <Prefetched queries={(api) => [api.sharing.subscriptions.prefetch(), api.sharing.list.prefetch()]}>
      <SharedChoicesPage />
    </Prefetched>
  );
}
