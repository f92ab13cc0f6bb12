import type { Metadata } from 'next';
import { Prefetched } from '../../../api/prefetched.tsx';
import { AccountsPage } from '../../../provider-accounts/accounts-page.tsx';

export const metadata: Metadata = { title: 'Accounts' };

export default function Page() {
  return (
    <Prefetched
      queries={(api) => [api.gateways.summaries.prefetch(), api.providerAccounts.list.prefetch({ scope: 'own' })]}
    >
      <AccountsPage />
    </Prefetched>
  );
}
