'use client';

import { Plus, Waypoints } from 'lucide-react';
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
import { ContributeProviderForm } from './contribute-provider-form.tsx';
import { CustomProviderTable } from './custom-provider-table.tsx';

export function CustomProvidersPage() {
  const viewer = useViewer();
  const gateways = api.gateways.summaries.useQuery();
  const [isOpen, setOpen] = useState(false);
  const hasGateway = gateways.data === undefined || gateways.data.length > 0;
  return (
    <>
      <PageHeader
        title="Custom providers"
        description="Any OpenAI-compatible service: a local model server, a proxy, another vendor. You say which models it offers."
        actions={
          <Button variant="primary" onClick={() => setOpen(true)} disabled={!hasGateway}>
            <Plus aria-hidden /> Add provider
          </Button>
        }
      />
      {hasGateway ? (
        <OwnerTabs label="Whose custom providers" canSeeAll={viewer.can('custom-providers:read')}>
          {(scope) => <CustomProviderList scope={scope} onContribute={() => setOpen(true)} />}
        </OwnerTabs>
      ) : (
        <Card>
          <NoGateway />
        </Card>
      )}
      <Dialog
        isOpen={isOpen}
        onOpenChange={setOpen}
        title="Add a custom provider"
        description="The gateway forwards requests for these models to its address with this key."
        size="lg"
      >
        <ContributeProviderForm onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function CustomProviderList({ scope, onContribute }: { scope: OwnerScope; onContribute: () => void }) {
  const query = api.customProviders.list.useQuery({ scope });
  return (
    <Card>
      <QueryList
        query={query}
        empty={
          <EmptyState
            icon={Waypoints}
            title={scope === 'own' ? 'You have added no provider yet' : 'Nobody has added a provider yet'}
            action={<Button onClick={onContribute}>Add a provider</Button>}
          >
            You need its base URL, a key, and the ids of its models.
          </EmptyState>
        }
      >
        {(rows) => <CustomProviderTable rows={rows} scope={scope} />}
      </QueryList>
    </Card>
  );
}
