'use client';

import { type ReactNode, useState } from 'react';
import { Button } from '../ui/button.tsx';

const step = 100;

type ShownRowsProps<Row> = {
  rows: readonly Row[];
  /** How many there are without a filter. */
  of: number;
  noun: string;
  /** Without a line that counts them as long as all are shown. */
  isCountless?: boolean;
  children: (rows: readonly Row[]) => ReactNode;
};

/** The first rows of a long list, and how to get more of them: a browser has no use for thousands at once. */
export function ShownRows<Row>({ rows, of, noun, isCountless = false, children }: ShownRowsProps<Row>) {
  const [limit, setLimit] = useState(step);
  const hidden = Math.max(0, rows.length - limit);
  if (isCountless && hidden === 0) return children(rows);
  return (
    <>
      {children(rows.slice(0, limit))}
      <footer className="flex items-center justify-between gap-3 border-t border-line px-4 py-2.5 text-xs text-ink-muted">
        <span>
          {rows.length === of ? `${of} ${of === 1 ? singular(noun) : noun}` : `${rows.length} of ${of} ${noun}`}
          {hidden > 0 && `, ${limit} of them shown`}
        </span>
        {hidden > 0 && (
          <Button size="sm" onClick={() => setLimit(limit + step)}>
            Show {Math.min(step, hidden)} more
          </Button>
        )}
      </footer>
    </>
  );
}

const singular = (noun: string): string => noun.replace(/ies$/, 'y').replace(/s$/, '');
