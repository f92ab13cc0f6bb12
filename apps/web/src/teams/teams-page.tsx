'use client';

import { Plus, UsersRound } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { QueryList } from '../forms/query-list.tsx';
import { teamRoleLabels } from '../messages/en.ts';
import { useViewer } from '../shell/viewer.tsx';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { TeamDialog } from './team-dialog.tsx';
import { type Team, useTeams } from './use-teams.ts';

export function TeamsPage() {
  const query = useTeams();
  const mayCreate = useViewer().can('teams:create');
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <PageHeader
        title="Teams"
        description="People who work together. What a team leaves out, the agents of its members do not offer."
        actions={
          mayCreate && (
            <Button variant="primary" onClick={() => setOpen(true)}>
              <Plus aria-hidden /> New team
            </Button>
          )
        }
      />
      <Card>
        <QueryList
          query={query}
          empty={
            <EmptyState
              icon={UsersRound}
              title={mayCreate ? 'There is no team yet' : 'You are in no team'}
              action={mayCreate && <Button onClick={() => setOpen(true)}>Make a team</Button>}
            >
              {mayCreate
                ? 'Make one, put people into it, and say which models their agents should not offer.'
                : 'An administrator can put you into one.'}
            </EmptyState>
          }
        >
          {(rows) => <DataTable label="Teams" rows={rows} rowKey={(row) => row.id} columns={columns} />}
        </QueryList>
      </Card>
      <TeamDialog team={null} isOpen={isOpen} onClose={() => setOpen(false)} />
    </>
  );
}

const columns: Column<Team>[] = [
  {
    header: 'Team',
    role: 'title',
    cell: (team) => (
      <div className="grid min-w-0 leading-snug">
        <Link href={`/teams/${team.id}`} className="w-fit font-medium [overflow-wrap:anywhere] hover:underline">
          {team.name}
        </Link>
        {team.description && (
          <span className="text-xs text-ink-muted [overflow-wrap:anywhere]">{team.description}</span>
        )}
      </div>
    ),
  },
  {
    header: 'You are',
    cell: ({ ownRole }) =>
      ownRole ? <Badge tone={ownRole === 'admin' ? 'accent' : 'neutral'}>{teamRoleLabels[ownRole]}</Badge> : '–',
  },
  { header: 'Members', cell: ({ members }) => <span className="tabular-nums">{members.length}</span> },
  {
    header: 'Leaves out',
    className: 'text-ink-muted',
    cell: ({ exclusions }) =>
      exclusions.length === 0 ? (
        'nothing'
      ) : (
        <span className="font-mono text-xs [overflow-wrap:anywhere]">{exclusions.join(', ')}</span>
      ),
  },
];
