import type { ModelView } from '@gatehouse/contracts/models';
import { CopyButton } from '../ui/copy-button.tsx';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';

const columns: Column<ModelView>[] = [
  {
    header: 'Model',
    role: 'title',
    cell: (model) => (
      <div className="grid gap-px">
        <span className="font-mono text-xs font-medium [overflow-wrap:anywhere]">{model.id}</span>
        {model.displayName !== model.id && <span className="text-xs text-ink-muted">{model.displayName}</span>}
      </div>
    ),
  },
  { header: 'Owner', cell: (model) => model.ownedBy ?? <span className="text-ink-faint">unknown</span> },
  { header: 'Kind', cell: (model) => model.kind },
  {
    header: 'First seen',
    isDesktopOnly: true,
    className: 'text-ink-muted',
    cell: (model) => <TimeAgo at={model.firstSeenAt} />,
  },
  {
    header: 'Actions',
    role: 'actions',
    className: 'w-12 text-right',
    cell: (model) => <CopyButton text={model.id} label={`Copy ${model.id}`} isIcon />,
  },
];

const gatewayColumn: Column<ModelView> = { header: 'Gateway', cell: (model) => model.gatewayName };

export function ModelTable({ models, hasSeveralGateways }: { models: ModelView[]; hasSeveralGateways: boolean }) {
  return (
    <DataTable
      label="Models"
      rows={models}
      rowKey={(model) => `${model.gatewayId} ${model.id}`}
      columns={hasSeveralGateways ? columns.toSpliced(1, 0, gatewayColumn) : columns}
    />
  );
}
