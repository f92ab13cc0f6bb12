'use client';

import Link from 'next/link';
import type { Answers } from '../api/client.tsx';
import { HealthBadge } from '../gateways/health-badge.tsx';
import { NoGateway } from '../gateways/no-gateway.tsx';
import { useViewer } from '../shell/viewer.tsx';
import { Card, CardHeader } from '../ui/card.tsx';
import { SkeletonRows } from '../ui/skeleton.tsx';

export function GatewaysCard({ gateways }: { gateways: Answers['gateways']['summaries'] | null }) {
  const canOpen = useViewer().can('gateways:read');
  return (
    <Card>
      <CardHeader title="Gateways" />
      <div className="border-t border-line">
        {gateways === null && <SkeletonRows count={1} />}
        {gateways?.length === 0 && <NoGateway />}
        <ul className="divide-y divide-line">
          {gateways?.map((gateway) => (
            <li key={gateway.id} className="flex items-center justify-between gap-4 px-4 py-2.5">
              <div className="grid min-w-0">
                {canOpen ? (
                  <Link href={`/gateways/${gateway.id}`} className="w-fit font-medium hover:text-accent-text">
                    {gateway.name}
                  </Link>
                ) : (
                  <span className="font-medium">{gateway.name}</span>
                )}
                <span className="truncate font-mono text-xs text-ink-muted">{gateway.baseUrl}</span>
              </div>
              <HealthBadge health={gateway.health} />
            </li>
          ))}
        </ul>
      </div>
    </Card>
  );
}
