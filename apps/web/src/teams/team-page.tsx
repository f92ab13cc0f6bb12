'use client';

import { ArrowLeft, Ellipsis, Pencil, SearchX, Trash2 } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { toast } from 'sonner';
import { api } from '../api/client.tsx';
import { RemoveEntryDialog } from '../entries/remove-entry-dialog.tsx';
import { QueryProblem } from '../forms/query-problem.tsx';
import { useViewer } from '../shell/viewer.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Dropdown, DropdownItem, DropdownSeparator } from '../ui/dropdown.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { SkeletonRows } from '../ui/skeleton.tsx';
import { MemberList } from './member-list.tsx';
import { TeamDialog } from './team-dialog.tsx';
import { TeamExclusions } from './team-exclusions.tsx';
import { type Team, useTeams } from './use-teams.ts';

export function TeamPage({ id }: { id: string }) {
  const query = useTeams();
  const team = query.data?.find((row) => row.id === id);
  if (team) return <Details team={team} />;
  return (
    <Card>
      {query.data ? (
        <EmptyState
          icon={SearchX}
          title="This team does not exist any more, or you are not in it"
          action={
            <Button asChild>
              <Link href="/teams">All teams</Link>
            </Button>
          }
        />
      ) : query.error ? (
        <QueryProblem error={query.error} onRetry={() => query.refetch()} />
      ) : (
        <SkeletonRows />
      )}
    </Card>
  );
}

function Details({ team }: { team: Team }) {
  return (
    <>
      <PageHeader
        back={
          <Link
            href="/teams"
            className="flex w-fit items-center gap-1 rounded-control text-xs text-ink-muted hover:text-ink"
          >
            <ArrowLeft className="size-3.5" aria-hidden /> Teams
          </Link>
        }
        title={team.name}
        description={team.description || undefined}
        actions={team.isManageable && <TeamActions team={team} />}
      />
      <MemberList team={team} />
      <TeamExclusions team={team} />
    </>
  );
}

function TeamActions({ team }: { team: Team }) {
  const mayRemove = useViewer().can('teams:remove');
  const [chosen, setChosen] = useState<'edit' | 'remove' | null>(null);
  const remove = api.teams.remove.useMutation();
  const utils = api.useUtils();
  const router = useRouter();
  const close = () => setChosen(null);
  return (
    <>
      <Dropdown
        trigger={
          <Button size="icon" aria-label={`Actions for ${team.name}`}>
            <Ellipsis aria-hidden />
          </Button>
        }
      >
        <DropdownItem onSelect={() => setChosen('edit')}>
          <Pencil aria-hidden /> Edit
        </DropdownItem>
        {mayRemove && (
          <>
            <DropdownSeparator />
            <DropdownItem tone="danger" onSelect={() => setChosen('remove')}>
              <Trash2 aria-hidden /> Remove
            </DropdownItem>
          </>
        )}
      </Dropdown>
      <TeamDialog team={team} isOpen={chosen === 'edit'} onClose={close} />
      <RemoveEntryDialog
        entry={chosen === 'remove' ? team : null}
        title={`Remove ${team.name}`}
        confirmLabel="Remove team"
        onClose={close}
        onRemove={async ({ id, name }) => {
          await remove.mutateAsync({ id });
          router.push('/teams');
          await utils.teams.list.invalidate();
          toast.success(`“${name}” was removed.`);
        }}
      >
        Its members stay, and their keys work on without it. What it leaves out is offered to them again, unless
        somebody else leaves it out.
      </RemoveEntryDialog>
    </>
  );
}
