'use client';

import { NamedCell } from '../../entries/named-cell.tsx';
import { resourceLabels } from '../../messages/en.ts';
import { Badge } from '../../ui/badge.tsx';
import { Callout } from '../../ui/callout.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import type { Unmanaged } from './gateway-unmanaged.tsx';
import { choiceKey, factsText } from './unmanaged-facts.ts';

type Choice = { isChosen: (entry: Unmanaged) => boolean; set: (entries: Unmanaged[], isChosen: boolean) => void };

/** `choice` is null for those who may only look. */
export function UnmanagedTable({ rows, choice }: { rows: readonly Unmanaged[]; choice: Choice | null }) {
  const choose: Column<Unmanaged>[] = choice
    ? [
        {
          header: 'Choose',
          role: 'actions',
          className: 'w-10',
          cell: (row) => (
            <Checkbox
              label={`Choose ${row.label} ${row.masked}`}
              isChecked={choice.isChosen(row)}
              onChange={(isChosen) => choice.set([row], isChosen)}
            />
          ),
        },
      ]
    : [];
  return (
    <DataTable
      label="Entries that are not ours"
      rows={rows}
      rowKey={choiceKey}
      columns={[...choose, ...columns]}
      note={(row) =>
        row.obstacle ? (
          <Callout tone="warn" title="It cannot be adopted" className="py-2 text-xs">
            {row.obstacle}
          </Callout>
        ) : null
      }
    />
  );
}

const columns: Column<Unmanaged>[] = [
  {
    header: 'Entry',
    role: 'title',
    cell: (row) => (
      <NamedCell
        name={
          <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
            {row.label}
            {row.isIgnored && <Badge>Ignored</Badge>}
            {row.copies > 1 && <Badge tone="warn">{row.copies} times</Badge>}
          </span>
        }
        detail={row.masked}
      />
    ),
  },
  { header: 'Kind', cell: (row) => resourceLabels[row.resource] },
  {
    header: 'Facts',
    className: 'lg:w-1/2',
    cell: (row) => {
      const facts = factsText(row);
      return facts && <span className="text-xs text-ink-muted [overflow-wrap:anywhere]">{facts}</span>;
    },
  },
];
