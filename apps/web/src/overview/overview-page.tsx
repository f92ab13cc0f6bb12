'use client';

import { useViewer } from '../shell/viewer.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { AttentionCard } from './attention-card.tsx';
import { ClientKeysCard } from './client-keys-card.tsx';
import { FactTiles } from './fact-tiles.tsx';
import { GatewaysCard } from './gateways-card.tsx';
import { GettingStartedCard } from './getting-started-card.tsx';
import { UsageCard } from './usage-card.tsx';
import { useOverview } from './use-overview.ts';

export function OverviewPage() {
  const viewer = useViewer();
  const overview = useOverview();
  const firstName = viewer.name.trim().split(/\s+/)[0];
  return (
    <>
      <PageHeader title="Overview" description={`Hello ${firstName}. This is how your team’s gateway stands.`} />
      {overview.isReady && <AttentionCard items={overview.attention} pending={overview.pending} />}
      <FactTiles
        modelCount={overview.models?.models.length ?? null}
        isStale={overview.models?.isStale ?? false}
        clientKeyCount={overview.clientKeys?.length ?? null}
        contributionCount={overview.contributions}
        gatewayCount={overview.gateways?.length ?? null}
      />
      {overview.isReady && overview.steps.some((step) => !step.isDone) && <GettingStartedCard steps={overview.steps} />}
      <UsageCard />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <GatewaysCard gateways={overview.gateways} />
        <ClientKeysCard clientKeys={overview.clientKeys} />
      </div>
    </>
  );
}
