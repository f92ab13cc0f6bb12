'use client';

import { FileUp, IdCard, Plus } from 'lucide-react';
import { useState } from 'react';
import { api } from '../api/client.tsx';
import { type OwnerScope, OwnerTabs } from '../entries/owner-tabs.tsx';
import { QueryList } from '../forms/query-list.tsx';
import { NoGateway } from '../gateways/no-gateway.tsx';
import { useViewer } from '../shell/viewer.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { AccountTable } from './account-table.tsx';
import { ConnectAccount } from './connect-account.tsx';
import { ImportAccountForm } from './import-account-form.tsx';
import { UnclaimedAccounts } from './unclaimed-accounts.tsx';

type Opened = 'connect' | 'import' | null;

export function AccountsPage() {
  const viewer = useViewer();
  const gateways = api.gateways.summaries.useQuery();
  const [opened, setOpened] = useState<Opened>(null);
  const hasGateway = gateways.data === undefined || gateways.data.length > 0;
  const close = () => setOpened(null);
  return (
    <>
      <PageHeader
        title="Accounts"
        description="Accounts at AI providers that the gateway uses for the whole team. You sign in at the provider; the gateway keeps the credential, Gatehouse does not."
        actions={
          <>
            <Button onClick={() => setOpened('import')} disabled={!hasGateway}>
              <FileUp aria-hidden /> Import file
            </Button>
            <Button variant="primary" onClick={() => setOpened('connect')} disabled={!hasGateway}>
              <Plus aria-hidden /> Connect account
            </Button>
          </>
        }
      />
      {hasGateway ? (
        <OwnerTabs label="Whose accounts" canSeeAll={viewer.can('provider-accounts:read')}>
          {(scope) => <AccountList scope={scope} onConnect={() => setOpened('connect')} />}
        </OwnerTabs>
      ) : (
        <Card>
          <NoGateway />
        </Card>
      )}
      {hasGateway && viewer.can('provider-accounts:claim') && <UnclaimedAccounts />}
      <Dialog
        isOpen={opened === 'connect'}
        onOpenChange={(isOpen) => !isOpen && close()}
        title="Connect an account"
        description="You sign in at the provider. The gateway keeps the credential."
      >
        <ConnectAccount onDone={close} />
      </Dialog>
      <Dialog
        isOpen={opened === 'import'}
        onOpenChange={(isOpen) => !isOpen && close()}
        title="Import a credential file"
        description="The file goes to the gateway. Gatehouse keeps nothing of it."
      >
        <ImportAccountForm onDone={close} />
      </Dialog>
    </>
  );
}

function AccountList({ scope, onConnect }: { scope: OwnerScope; onConnect: () => void }) {
  const query = api.providerAccounts.list.useQuery({ scope });
  return (
    <Card>
      <QueryList
        query={query}
        empty={
          <EmptyState
            icon={IdCard}
            title={scope === 'own' ? 'You have connected no account yet' : 'Nobody has connected an account yet'}
            action={<Button onClick={onConnect}>Connect an account</Button>}
          >
            A subscription that you have at a provider can serve the team. You can take it back at any time.
          </EmptyState>
        }
      >
        {(rows) => <AccountTable rows={rows} scope={scope} />}
      </QueryList>
    </Card>
  );
}
