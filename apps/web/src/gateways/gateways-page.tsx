'use client';

import { Plus, Server } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { toast } from 'sonner';
import { type Answers, api } from '../api/client.tsx';
import { QueryList } from '../forms/query-list.tsx';
import { policyLabels } from '../messages/gateway-upkeep.ts';
import { useViewer } from '../shell/viewer.tsx';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import { AddGatewayForm } from './add-gateway-form.tsx';
import { EntryCounts } from './entry-counts.tsx';
import { GatewayProblemCallout } from './gateway-problem.tsx';
import { HealthBadge } from './health-badge.tsx';

type Row = Answers['gateways']['list'][number];

export function GatewaysPage() {
  const canCreate = useViewer().can('gateways:create');
  const query = api.gateways.list.useQuery();
  const [isOpen, setOpen] = useState(false);
  const add = canCreate && (
    <Button variant="primary" onClick={() => setOpen(true)}>
      <Plus aria-hidden /> Add gateway
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Gateways"
        description="Gatehouse keeps each of them equal to its own records. What others put there stays untouched."
        actions={add}
      />
      <Card>
        <QueryList
          query={query}
          empty={
            <EmptyState
              icon={Server}
              title="No gateway is connected yet"
              action={canCreate && <Button onClick={() => setOpen(true)}>Connect a gateway</Button>}
            >
              You need the address of a CLIProxyAPI or a LiteLLM proxy, and its management or master key.
            </EmptyState>
          }
        >
          {(rows) => (
            <DataTable
              label="Gateways"
              rows={rows}
              rowKey={(row) => row.id}
              columns={columns}
              note={(row) => row.problem && <GatewayProblemCallout problem={row.problem} />}
            />
          )}
        </QueryList>
      </Card>
      <AddGatewayDialog isOpen={isOpen} onClose={() => setOpen(false)} />
    </>
  );
}

function AddGatewayDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      title="Add a gateway"
      description="Gatehouse tries the connection before it saves anything."
    >
      <AddGatewayForm
        onCancel={onClose}
        onCreated={(gateway) => {
          toast.success(`${gateway.name} is connected.`);
          onClose();
        }}
      />
    </Dialog>
  );
}

const columns: Column<Row>[] = [
  {
    header: 'Name',
    role: 'title',
    cell: (row) => (
      <div className="grid gap-px">
        <Link href={`/gateways/${row.id}`} className="w-fit rounded-control font-medium hover:text-accent-text">
          {row.name}
        </Link>
        <span className="font-mono text-xs text-ink-muted [overflow-wrap:anywhere]">{row.baseUrl}</span>
      </div>
    ),
  },
  {
    header: 'Health',
    cell: (row) => (
      <span className="flex flex-wrap gap-1">
        <HealthBadge health={row.health} />
        {row.rival && <Badge tone="warn">Second controller</Badge>}
        {row.policy === 'report' && <Badge>{policyLabels.report}</Badge>}
      </span>
    ),
  },
  { header: 'Version', cell: (row) => <span className="font-mono text-xs">{row.version ?? '–'}</span> },
  { header: 'Entries', cell: (row) => <EntryCounts counts={row.entries} /> },
  { header: 'Checked', className: 'text-ink-muted', cell: (row) => <TimeAgo at={row.checkedAt} /> },
];
