import type { ReactNode } from 'react';
import { cn } from './class-names.ts';

export type Column<Row> = {
  /** Names the column; read aloud even where `isHeaderHidden`. */
  header: string;
  cell: (row: Row) => ReactNode;
  /** `title` heads the card on a phone, `actions` stands in its corner. */
  role?: 'title' | 'actions';
  /** Left out on a phone, where a card has no room for everything. */
  isDesktopOnly?: boolean;
  className?: string;
};

type DataTableProps<Row> = {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** A full-width line below a row, for what is wrong with it. */
  note?: (row: Row) => ReactNode;
};

/** A table on a desktop; on a phone every row is a card (see responsive-table.css). */
export function DataTable<Row>({ label, columns, rows, rowKey, note }: DataTableProps<Row>) {
  return (
    <table className="data-table w-full border-collapse text-sm" aria-label={label}>
      <thead>
        <tr className="border-b border-line">
          {columns.map((column) => (
            <th
              key={column.header}
              scope="col"
              className={cn(
                'px-3 py-2 text-left first:pl-4 last:pr-4',
                column.className,
                'text-xs font-medium text-ink-faint',
              )}
            >
              {column.role === 'actions' ? <span className="sr-only">{column.header}</span> : column.header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="divide-y divide-line">
        {rows.map((row) => (
          <TableRow key={rowKey(row)} row={row} columns={columns} note={note?.(row)} />
        ))}
      </tbody>
    </table>
  );
}

function TableRow<Row>({ row, columns, note }: { row: Row; columns: readonly Column<Row>[]; note: ReactNode }) {
  return (
    <>
      <tr className={cn('align-middle transition-colors hover:bg-canvas', note && 'border-b-0')}>
        {columns.map((column) => (
          <td
            key={column.header}
            data-label={column.header}
            data-role={column.role}
            data-phone={column.isDesktopOnly ? 'hidden' : undefined}
            className={cn('px-3 py-2.5 first:pl-4 last:pr-4', column.className)}
          >
            {column.cell(row)}
          </td>
        ))}
      </tr>
      {note && (
        <tr className="data-note border-t-0">
          <td data-role="note" colSpan={columns.length} className="px-4 pb-3">
            {note}
          </td>
        </tr>
      )}
    </>
  );
}
