'use client';

import { Settings2 } from 'lucide-react';
import { api } from '../../api/client.tsx';
import { QueryProblem } from '../../forms/query-problem.tsx';
import { useViewer } from '../../shell/viewer.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { GatewayProblemCallout } from '../gateway-problem.tsx';
import { GatewayChannels } from './gateway-channels.tsx';
import { SuggestedSettings } from './suggested-settings.tsx';

/** Settings of the gateway itself: what would be better, and what is kept by channel. */
export function GatewaySettings({ gatewayId }: { gatewayId: string }) {
  const query = api.gatewaySettings.list.useQuery({ gatewayId });
  const canConfigure = useViewer().can('gateways:configure');
  if (query.error)
    return (
      <Card>
        <QueryProblem error={query.error} onRetry={() => query.refetch()} />
      </Card>
    );
  if (!query.data)
    return (
      <Card>
        <SkeletonRows />
      </Card>
    );
  const { isSupported, problem, settings, channels } = query.data;
  if (!isSupported)
    return (
      <Card>
        <EmptyState icon={Settings2} title="No settings here">
          A gateway of this kind has no settings that Gatehouse could keep.
        </EmptyState>
      </Card>
    );
  return (
    <>
      {problem && <GatewayProblemCallout problem={problem} />}
      <SuggestedSettings gatewayId={gatewayId} settings={settings} canConfigure={canConfigure} />
      <GatewayChannels gatewayId={gatewayId} channels={channels} canConfigure={canConfigure && !problem} />
    </>
  );
}
