'use client';

import type { ReactNode } from 'react';
import type { Answers } from '../../api/client.tsx';
import { kindLabels } from '../../messages/gateway-upkeep.ts';
import { Card } from '../../ui/card.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { EntryCounts } from '../entry-counts.tsx';
import { PolicyChoice } from './policy-choice.tsx';

export function GatewayFacts({ gateway }: { gateway: Answers['gateways']['list'][number] }) {
  return (
    <Card>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-4 p-4 sm:gap-x-8 lg:grid-cols-4">
        <Fact label="Base URL" isMono>
          {gateway.baseUrl}
        </Fact>
        <Fact label="Address for clients" isMono>
          {gateway.clientBaseUrl ?? <span className="font-sans text-ink-muted">the same</span>}
        </Fact>
        <Fact label="Version" isMono>
          {gateway.version ?? 'not known yet'}
        </Fact>
        <Fact label="Entries">
          <EntryCounts counts={gateway.entries} />
        </Fact>
        <Fact label="Last checked">
          <TimeAgo at={gateway.checkedAt} />
        </Fact>
        <Fact label="Started">
          <TimeAgo at={gateway.restartedAt} fallback="not told" />
        </Fact>
        <Fact label="Kind">{kindLabels[gateway.kind]}</Fact>
        <Fact label="Connected">
          <TimeAgo at={gateway.createdAt} />
        </Fact>
      </dl>
      <PolicyChoice gateway={gateway} />
    </Card>
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
