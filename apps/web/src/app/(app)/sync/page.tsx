import type { Metadata } from 'next';
import { Prefetched } from '../../../api/prefetched.tsx';
import { publicUrl } from '../../../api/server.ts';
import { SyncPage } from '../../../bundles/sync-page.tsx';

export const metadata: Metadata = { title: 'Connect a laptop' };

export default function Page() {
  return (
    <Prefetched
      queries={(api) => [api.gateways.summaries.prefetch(), api.bundles.preview.prefetch({ format: 'opencode' })]}
    >
      <SyncPage publicUrl={publicUrl()} hasDownload={Boolean(process.env.GATEHOUSE_CLI_PATH)} />
    </Prefetched>
  );
}
