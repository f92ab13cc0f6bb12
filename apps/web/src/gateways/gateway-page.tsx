'use client';

import { resources } from '@gatehouse/contracts/gateways';
import { ArrowLeft, SearchX } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { type Answers, api } from '../api/client.tsx';
import { QueryProblem } from '../forms/query-problem.tsx';
import { healthMeanings } from '../messages/gateway-upkeep.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { SkeletonRows } from '../ui/skeleton.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { GatewayEntries } from './entries/gateway-entries.tsx';
import { GatewayProblemCallout } from './gateway-problem.tsx';
import { type GatewayTab, gatewayTabs, tabFrom, tabLabels } from './gateway-tabs.ts';
import { GatewayActions } from './head/gateway-actions.tsx';
import { GatewayFacts } from './head/gateway-facts.tsx';
import { RivalCallout } from './head/rival-callout.tsx';
import { HealthBadge } from './health-badge.tsx';
import { GatewayHistory } from './history/gateway-history.tsx';
import { GatewayPlan } from './plan/gateway-plan.tsx';
import { GatewaySettings } from './settings/gateway-settings.tsx';
import { GatewaySnapshots } from './snapshots/gateway-snapshots.tsx';
import { GatewayUnmanaged } from './unmanaged/gateway-unmanaged.tsx';
import { useQueryParam } from './use-query-param.ts';

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
        description={healthMeanings[gateway.health]}
        actions={<GatewayActions gateway={gateway} />}
      />
      {gateway.problem && <GatewayProblemCallout problem={gateway.problem} />}
      {gateway.rival && <RivalCallout rival={gateway.rival} />}
      <GatewayFacts gateway={gateway} />
      <GatewayTabs gateway={gateway} />
    </>
  );
}

/** The chosen tab stands in the address, so that a link leads to it and “back” leaves it. */
function GatewayTabs({ gateway }: { gateway: Gateway }) {
  const [tab, setTab] = useQueryParam('tab', 'push');
  const contents: Record<GatewayTab, ReactNode> = {
    entries: <GatewayEntries gatewayId={gateway.id} />,
    plan: <GatewayPlan gateway={gateway} />,
    unmanaged: <GatewayUnmanaged gatewayId={gateway.id} />,
    settings: <GatewaySettings gatewayId={gateway.id} />,
    history: <GatewayHistory gatewayId={gateway.id} />,
    snapshots: <GatewaySnapshots gatewayId={gateway.id} />,
  };
  const unmanaged = resources.reduce((sum, resource) => sum + gateway.unmanaged[resource], 0);
  return (
    <Tabs
      label={`What is at ${gateway.name}`}
      value={tabFrom(tab)}
      onValueChange={(value) => setTab(value === gatewayTabs[0] ? null : value)}
      tabs={gatewayTabs.map((value) => ({
        value,
        label: (
          <>
            {tabLabels[value]}
            {value === 'unmanaged' && unmanaged > 0 && <Badge className="px-1.5 tabular-nums">{unmanaged}</Badge>}
          </>
        ),
        content: contents[value],
      }))}
    />
  );
}
