'use client';

import { entryStatuses, resources } from '@gatehouse/contracts/gateways';
import { ListChecks, SearchX } from 'lucide-react';
import { useMemo, useState } from 'react';
import { type Answers, api } from '../../api/client.tsx';
import { EntryBadge } from '../../entries/entry-badge.tsx';
import { EntryProblem } from '../../entries/entry-problem.tsx';
import { QueryList } from '../../forms/query-list.tsx';
import { resourceLabels } from '../../messages/en.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { ShownRows } from '../shown-rows.tsx';
import { useQueryParam } from '../use-query-param.ts';
import { EntryFilterBar } from './entry-filter-bar.tsx';
import { type EntryFilter, filterEntries } from './filter-entries.ts';

type Row = Answers['gateways']['entries'][number];

export function GatewayEntries({ gatewayId }: { gatewayId: string }) {
  const query = api.gateways.entries.useQuery({ id: gatewayId });
  return (
    <QueryList
      query={query}
      empty={
        <Card>
          <EmptyState icon={ListChecks} title="Nothing yet">
            Contributed keys and created client keys appear here.
          </EmptyState>
        </Card>
      }
    >
      {(rows) => <Entries rows={rows} />}
    </QueryList>
  );
}

function Entries({ rows }: { rows: Row[] }) {
  const [filter, change, clear] = useEntryFilter();
  const shown = useMemo(() => filterEntries(rows, filter), [rows, filter]);
  return (
    <>
      <EntryFilterBar entries={rows} filter={filter} onChange={change} />
      <Card>
        {shown.length === 0 ? (
          <EmptyState icon={SearchX} title="No entry matches" action={<Button onClick={clear}>Show all</Button>}>
            {rows.length === 1 ? 'There is one entry at this gateway.' : `There are ${rows.length} entries here.`}
          </EmptyState>
        ) : (
          <ShownRows rows={shown} of={rows.length} noun="entries">
            {(page) => (
              <DataTable
                label="Entries"
                rows={page}
                rowKey={(row) => row.id}
                columns={columns}
                note={(row) =>
                  row.state.problem && row.state.status !== 'applied' ? <EntryProblem state={row.state} /> : null
                }
              />
            )}
          </ShownRows>
        )}
      </Card>
    </>
  );
}

/** State and kind stand in the address, so that “what is in conflict at this gateway” can be sent to a colleague. */
function useEntryFilter(): [EntryFilter, (change: Partial<EntryFilter>) => void, () => void] {
  const [text, setText] = useState('');
  const [stateParam, setStatus] = useQueryParam('state', 'replace');
  const [kindParam, setResource] = useQueryParam('kind', 'replace');
  const status = entryStatuses.find((one) => one === stateParam) ?? null;
  const resource = resources.find((one) => one === kindParam) ?? null;
  const filter = useMemo(() => ({ text, status, resource }), [text, status, resource]);
  const change = (part: Partial<EntryFilter>) => {
    if (part.text !== undefined) setText(part.text);
    if (part.status !== undefined) setStatus(part.status);
    if (part.resource !== undefined) setResource(part.resource);
  };
  return [filter, change, () => change({ text: '', status: null, resource: null })];
}

const columns: Column<Row>[] = [
  {
    header: 'Entry',
    role: 'title',
    cell: (row) => <span className="font-medium [overflow-wrap:anywhere]">{row.label}</span>,
  },
  { header: 'Kind', cell: (row) => resourceLabels[row.resource] },
  { header: 'Owner', cell: (row) => row.ownerName ?? <span className="text-ink-faint">Gatehouse</span> },
  { header: 'State', cell: (row) => <EntryBadge state={row.state} /> },
  { header: 'Confirmed', className: 'text-ink-muted', cell: (row) => <TimeAgo at={row.state.appliedAt} /> },
];
