import type { AuditEntryView } from '@gatehouse/contracts/audit';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import { actionText, detailsText } from './audit-text.ts';

const columns: Column<AuditEntryView>[] = [
  {
    header: 'Action',
    role: 'title',
    className: 'lg:w-[30%]',
    cell: (entry) => <span className="font-medium">{actionText(entry.action)}</span>,
  },
  { header: 'By', className: 'lg:w-[20%]', cell: (entry) => entry.actor },
  {
    header: 'Details',
    cell: (entry) => (
      <span className="text-xs text-ink-muted [overflow-wrap:anywhere]">{detailsText(entry.details) || '–'}</span>
    ),
  },
  {
    header: 'Request',
    isDesktopOnly: true,
    cell: (entry) => (
      <span className="font-mono text-2xs text-ink-faint" title={entry.requestId ?? undefined}>
        {entry.requestId?.slice(0, 8) ?? '–'}
      </span>
    ),
  },
  { header: 'When', className: 'text-ink-muted lg:text-right', cell: (entry) => <TimeAgo at={entry.at} /> },
];

export function AuditTable({ entries }: { entries: AuditEntryView[] }) {
  return <DataTable label="Audit log" rows={entries} rowKey={(entry) => entry.id} columns={columns} />;
}
