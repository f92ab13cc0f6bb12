'use client';

import { GatewayForm } from '../gateways/gateway-form.tsx';
import { FocusCard } from '../shell/focus-card.tsx';
import { Button } from '../ui/button.tsx';

export function GatewayStep({ onDone }: { onDone: (hasGateway: boolean) => void }) {
  return (
    <FocusCard
      title="Connect your first gateway"
      description="Gatehouse writes keys into it through its management API. What others put there stays untouched."
      className="max-w-[32rem]"
    >
      <GatewayForm
        submitLabel="Connect gateway"
        onCreated={() => onDone(true)}
        secondary={
          <Button variant="ghost" onClick={() => onDone(false)}>
            Skip for now
          </Button>
        }
      />
    </FocusCard>
  );
}
