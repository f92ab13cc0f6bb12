'use client';

import { ChartColumn } from 'lucide-react';
import Link from 'next/link';
import { api } from '../api/client.tsx';
import { useViewer } from '../shell/viewer.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { SettingsLink } from './usage-notes.tsx';

/** Says what brings numbers here, and where to look if there should be some. */
export function NoUsage({ scope }: { scope: 'own' | 'all' }) {
  const canOpen = useViewer().can('gateways:read');
  const gateways = api.gateways.summaries.useQuery(undefined, { enabled: canOpen });
  // Only these have usage statistics that can be switched off.
  const switched = gateways.data?.filter(({ kind }) => kind === 'cliproxyapi') ?? [];
  return (
    <Card>
      <EmptyState
        icon={ChartColumn}
        title={scope === 'own' ? 'You used nothing in these days' : 'Nobody used anything in these days'}
        action={
          <Button asChild>
            <Link href="/client-keys">Client keys</Link>
          </Button>
        }
      >
        Requests with a client key appear here within a minute or so. If there should be some, the gateway may not keep
        usage statistics
        {switched.length === 0 && ': ask an administrator to switch them on.'}
        {switched.length > 0 && ': '}
        {switched.map(({ id, name }, index) => (
          <span key={id}>
            {index > 0 && ', '}
            <SettingsLink gatewayId={id} name={name} />
          </span>
        ))}
        {switched.length > 0 && '.'}
      </EmptyState>
    </Card>
  );
}
