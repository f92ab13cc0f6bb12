'use client';

import { KeyRound, Plus } from 'lucide-react';
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
import { ClientKeyTable } from './client-key-table.tsx';
import { CreateKeyDialog } from './create-key-dialog.tsx';

export function ClientKeysPage() {
  const viewer = useViewer();
  const gateways = api.gateways.summaries.useQuery();
  const [isOpen, setOpen] = useState(false);
  const hasGateway = gateways.data === undefined || gateways.data.length > 0;
  return (
    <>
      <PageHeader
        title="Client keys"
        description="A client key lets your tools and coding agents use the gateway in your name."
        actions={
          <Button variant="primary" onClick={() => setOpen(true)} disabled={!hasGateway}>
            <Plus aria-hidden /> Create key
          </Button>
        }
      />
      {hasGateway ? (
        <OwnerTabs label="Whose client keys" canSeeAll={viewer.can('client-keys:read')}>
          {(scope) => <ClientKeyList scope={scope} onCreate={() => setOpen(true)} />}
        </OwnerTabs>
      ) : (
        <Card>
          <NoGateway />
        </Card>
      )}
      <CreateKeyDialog isOpen={isOpen} onOpenChange={setOpen} />
    </>
  );
}

function ClientKeyList({ scope, onCreate }: { scope: OwnerScope; onCreate: () => void }) {
  const query = api.clientKeys.list.useQuery({ scope });
  return (
    <Card>
      <QueryList
        query={query}
        empty={
          <EmptyState
            icon={KeyRound}
            title={scope === 'own' ? 'You have no client key yet' : 'Nobody has a client key yet'}
            action={
              scope === 'own' && (
                <Button variant="primary" onClick={onCreate}>
                  Create a key
                </Button>
              )
            }
          >
            Create one per tool or laptop, so that you can revoke it alone.
          </EmptyState>
        }
      >
        {(rows) => <ClientKeyTable rows={rows} scope={scope} />}
      </QueryList>
    </Card>
  );
}
