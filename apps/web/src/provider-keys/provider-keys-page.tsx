'use client';

import { PlugZap, Plus } from 'lucide-react';
import { useState } from 'react';
import { api } from '../api/client.tsx';
import { type OwnerScope, OwnerTabs } from '../entries/owner-tabs.tsx';
import { QueryList } from '../forms/query-list.tsx';
import { NoGateway } from '../gateways/no-gateway.tsx';
import { useViewer } from '../shell/viewer.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { ContributeKeyDialog } from './contribute-key-dialog.tsx';
import { ProviderKeyTable } from './provider-key-table.tsx';

export function ProviderKeysPage() {
  const viewer = useViewer();
  const gateways = api.gateways.summaries.useQuery();
  const [isOpen, setOpen] = useState(false);
  const hasGateway = gateways.data === undefined || gateways.data.length > 0;
  const contribute = (
    <Button variant="primary" onClick={() => setOpen(true)} disabled={!hasGateway}>
      <Plus aria-hidden /> Contribute key
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Provider keys"
        description="Keys of AI providers that the gateway uses for the whole team. It never hands them out, and neither does Gatehouse."
        actions={contribute}
      />
      {hasGateway ? (
        <OwnerTabs label="Whose provider keys" canSeeAll={viewer.can('provider-keys:read')}>
          {(scope) => <ProviderKeyList scope={scope} onContribute={() => setOpen(true)} />}
        </OwnerTabs>
      ) : (
        <Card>
          <NoGateway />
        </Card>
      )}
      <ContributeKeyDialog isOpen={isOpen} onOpenChange={setOpen} />
    </>
  );
}

function ProviderKeyList({ scope, onContribute }: { scope: OwnerScope; onContribute: () => void }) {
  const query = api.providerKeys.list.useQuery({ scope });
  return (
    <Card>
      <QueryList
        query={query}
        empty={
          <EmptyState
            icon={PlugZap}
            title={scope === 'own' ? 'You have contributed no key yet' : 'Nobody has contributed a key yet'}
            action={<Button onClick={onContribute}>Contribute a key</Button>}
          >
            Every key brings its provider’s models to the gateway. You can take yours back at any time.
          </EmptyState>
        }
      >
        {(rows) => <ProviderKeyTable rows={rows} scope={scope} />}
      </QueryList>
    </Card>
  );
}
