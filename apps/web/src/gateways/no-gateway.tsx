'use client';

import { Server } from 'lucide-react';
import Link from 'next/link';
import { useViewer } from '../shell/viewer.tsx';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';

/** In the place of everything that needs a gateway, while there is none. */
export function NoGateway() {
  const canCreate = useViewer().can('gateways:create');
  return (
    <EmptyState
      icon={Server}
      title="No gateway is connected yet"
      action={
        canCreate && (
          <Button asChild variant="primary">
            <Link href="/gateways">Connect a gateway</Link>
          </Button>
        )
      }
    >
      {canCreate
        ? 'Keys live at a gateway. Connect the first one, then come back.'
        : 'Keys live at a gateway. An administrator has to connect one first.'}
    </EmptyState>
  );
}
