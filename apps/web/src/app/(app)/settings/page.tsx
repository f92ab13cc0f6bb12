import type { Metadata } from 'next';
import { Prefetched } from '../../../api/prefetched.tsx';
import { SettingsPage } from '../../../settings/settings-page.tsx';

export const metadata: Metadata = { title: 'Settings' };

export default function Page() {
  return (
    <Prefetched queries={(api) => [api.sessions.list.prefetch(), api.accessTokens.list.prefetch()]}>
      <SettingsPage />
    </Prefetched>
  );
}
