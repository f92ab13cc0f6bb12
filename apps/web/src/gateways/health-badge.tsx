import type { GatewayHealth } from '@gatehouse/contracts/gateways';
import { healthLabels } from '../messages/en.ts';
import { Badge, type Tone } from '../ui/badge.tsx';

const tones: Record<GatewayHealth, Tone> = {
  unknown: 'neutral',
  healthy: 'good',
  unreachable: 'bad',
  'locked-out': 'bad',
};

export function HealthBadge({ health }: { health: GatewayHealth }) {
  return (
    <Badge tone={tones[health]} dot="still">
      {healthLabels[health]}
    </Badge>
  );
}
