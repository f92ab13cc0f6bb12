import type { Metadata } from 'next';
import { Prefetched } from '../../../api/prefetched.tsx';
import { ModelsPage } from '../../../models/models-page.tsx';

export const metadata: Metadata = { title: 'Models' };

export default function Page() {
  return (
    <Prefetched queries={(api) => [api.models.list.prefetch({})]}>
      <ModelsPage />
    </Prefetched>
  );
}
