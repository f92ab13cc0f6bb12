'use client';

import { ScrollText, Search, SearchX } from 'lucide-react';
import { useMemo, useState } from 'react';
import { type Answers, api } from '../api/client.tsx';
import { FormProblem } from '../forms/form-problem.tsx';
import { QueryList } from '../forms/query-list.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Input } from '../ui/input.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { AuditTable } from './audit-table.tsx';
import { filterEntries } from './audit-text.ts';
import { auditPageSize, useOlderEntries } from './use-older-entries.ts';

type Entry = Answers['audit']['list'][number];

export function AuditPage() {
  const query = api.audit.list.useQuery({ limit: auditPageSize });
  const [text, setText] = useState('');
  return (
    <>
      <PageHeader
        title="Audit log"
        description="Who did what, newest first. An entry is written together with what it tells about, so none is ever missing."
      />
      <search className="relative">
        <Search
          className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-ink-faint"
          aria-hidden
        />
        <Input
          type="search"
          aria-label="Filter entries"
          placeholder="Filter by person, action, detail or request id"
          className="pl-8.5"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </search>
      <Card>
        <QueryList query={query} empty={<EmptyState icon={ScrollText} title="Nothing has happened yet" />}>
          {(newest) => <Entries newest={newest} text={text} />}
        </QueryList>
      </Card>
    </>
  );
}

function Entries({ newest, text }: { newest: Entry[]; text: string }) {
  const { entries, loadMore, isLoading, hasMore, problem } = useOlderEntries(newest);
  const shown = useMemo(() => filterEntries(entries, text), [entries, text]);
  return (
    <>
      {shown.length > 0 ? (
        <AuditTable entries={shown} />
      ) : (
        <EmptyState icon={SearchX} title="No entry matches">
          Only the {entries.length} entries that are loaded were looked at.
        </EmptyState>
      )}
      <footer className="grid gap-3 border-t border-line px-4 py-3">
        <FormProblem problem={problem} />
        <div className="flex items-center justify-between gap-3 text-xs text-ink-muted">
          <span>
            {shown.length === entries.length
              ? `${entries.length} entries`
              : `${shown.length} of ${entries.length} entries`}
          </span>
          {hasMore && (
            <Button size="sm" onClick={loadMore} isBusy={isLoading}>
              Load more
            </Button>
          )}
        </div>
      </footer>
    </>
  );
}
