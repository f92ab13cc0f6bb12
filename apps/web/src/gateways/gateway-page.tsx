'use client';

import { ArrowLeft, SearchX } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { type Answers, api } from '../api/client.tsx';
import { QueryProblem } from '../forms/query-problem.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { SkeletonRows } from '../ui/skeleton.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import { EntryCounts } from './entry-counts.tsx';
import { GatewayActions } from './gateway-actions.tsx';
import { GatewayEntries } from './gateway-entries.tsx';
import { GatewayProblemCallout } from './gateway-problem.tsx';
import { HealthBadge } from './health-badge.tsx';
import { UnmanagedCard } from './unmanaged-card.tsx';

type Gateway = Answers['gateways']['list'][number];

export function GatewayPage({ id }: { id: string }) {
  const query = api.gateways.list.useQuery();
  const gateway = query.data?.find((row) => row.id === id);
  if (gateway) return <Details gateway={gateway} />;
  return (
    <Card>
      {query.data ? (
        <EmptyState
          icon={SearchX}
          title="This gateway does not exist any more"
          action={
            <Button asChild>
              <Link href="/gateways">All gateways</Link>
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

function Details({ gateway }: { gateway: Gateway }) {
  return (
    <>
      <PageHeader
        back={
          <Link
            href="/gateways"
            className="flex w-fit items-center gap-1 rounded-control text-xs text-ink-muted hover:text-ink"
          >
            <ArrowLeft className="size-3.5" aria-hidden /> Gateways
          </Link>
        }
        title={
          <span className="flex flex-wrap items-center gap-3">
            {gateway.name} <HealthBadge health={gateway.health} />
          </span>
        }
        actions={<GatewayActions gateway={gateway} />}
      />
      {gateway.problem && <GatewayProblemCallout problem={gateway.problem} />}
      <Card>
        <dl className="grid gap-x-8 gap-y-4 p-4 sm:grid-cols-2 lg:grid-cols-3">
          <Fact label="Base URL" isMono>
            {gateway.baseUrl}
          </Fact>
          <Fact label="Address for clients" isMono>
            {gateway.clientBaseUrl ?? <span className="font-sans text-ink-muted">the same</span>}
          </Fact>
          <Fact label="Version" isMono>
            {gateway.version ?? 'not known yet'}
          </Fact>
          <Fact label="Last checked">
            <TimeAgo at={gateway.checkedAt} />
          </Fact>
          <Fact label="Connected">
            <TimeAgo at={gateway.createdAt} />
          </Fact>
          <Fact label="Entries">
            <EntryCounts counts={gateway.entries} />
          </Fact>
        </dl>
      </Card>
      <GatewayEntries gatewayId={gateway.id} />
      <UnmanagedCard unmanaged={gateway.unmanaged} />
    </>
  );
}

function Fact({ label, isMono, children }: { label: string; isMono?: boolean; children: ReactNode }) {
  return (
    <div className="grid min-w-0 content-start gap-0.5">
      <dt className="text-xs text-ink-faint">{label}</dt>
      <dd className={isMono ? 'font-mono text-xs leading-6 [overflow-wrap:anywhere]' : 'text-sm'}>{children}</dd>
    </div>
  );
}
