'use client';

import { Layers, Plus, Waypoints } from 'lucide-react';
import { useState } from 'react';
import { api } from '../api/client.tsx';
import { QueryList } from '../forms/query-list.tsx';
import { NoGateway } from '../gateways/no-gateway.tsx';
import { useViewer } from '../shell/viewer.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { ContributeProviderForm } from './contribute-provider-form.tsx';
import { CustomProviderTable, type ProviderScope } from './custom-provider-table.tsx';
import { GroupsDialog } from './groups-dialog.tsx';

export function CustomProvidersPage() {
  const viewer = useViewer();
  const gateways = api.gateways.summaries.useQuery();
  const [isOpen, setOpen] = useState(false);
  const [areGroupsOpen, setGroupsOpen] = useState(false);
  const hasGateway = gateways.data === undefined || gateways.data.length > 0;
  return (
    <>
      <PageHeader
        title="Custom providers"
        description="Any OpenAI-compatible service: a local model server, a proxy, another vendor. You say which models it offers."
        actions={
          <>
            {viewer.can('custom-provider-groups:update') && (
              <Button onClick={() => setGroupsOpen(true)}>
                <Layers aria-hidden /> Groups
              </Button>
            )}
            <Button variant="primary" onClick={() => setOpen(true)} disabled={!hasGateway}>
              <Plus aria-hidden /> Add provider
            </Button>
          </>
        }
      />
      {hasGateway ? (
        <Tabs
          label="Whose custom providers"
          tabs={scopes
            .filter(({ value }) => value !== 'all' || viewer.can('custom-providers:read'))
            .map((tab) => ({
              ...tab,
              content: <CustomProviderList scope={tab.value} onContribute={() => setOpen(true)} />,
            }))}
        />
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
      <GroupsDialog isOpen={areGroupsOpen} onOpenChange={setGroupsOpen} />
    </>
  );
}

const scopes: { value: ProviderScope; label: string }[] = [
  { value: 'own', label: 'Yours' },
  { value: 'shared', label: 'Shared' },
  { value: 'all', label: 'Everybody’s' },
];

const emptyTitles: Record<ProviderScope, string> = {
  own: 'You have added no provider yet',
  shared: 'Nobody has shared a provider yet',
  all: 'Nobody has added a provider yet',
};

function CustomProviderList({ scope, onContribute }: { scope: ProviderScope; onContribute: () => void }) {
  const query = api.customProviders.list.useQuery({ scope });
  return (
    <Card>
      <QueryList
        query={query}
        empty={
          <EmptyState
            icon={Waypoints}
            title={emptyTitles[scope]}
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
