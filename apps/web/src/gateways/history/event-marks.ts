import type { GatewayEventAction, GatewayEventKind } from '@gatehouse/contracts/gateway-upkeep';
import {
  Copy,
  HeartPulse,
  Lock,
  type LucideIcon,
  PackageOpen,
  Pencil,
  Power,
  RotateCcw,
  Trash2,
  TriangleAlert,
  Unplug,
} from 'lucide-react';
import type { Tone } from '../../ui/badge.tsx';

export const eventIcons = {
  missing: Trash2,
  changed: Pencil,
  returned: RotateCcw,
  duplicated: Copy,
  'not-live': Unplug,
  'health-changed': HeartPulse,
  'version-changed': PackageOpen,
  restarted: Power,
  'locked-out': Lock,
  'rival-suspected': TriangleAlert,
} satisfies Record<GatewayEventKind, LucideIcon>;

export const actionTones = {
  repaired: 'good',
  repairing: 'accent',
  reported: 'warn',
  held: 'bad',
} satisfies Record<GatewayEventAction, Tone>;
