import type { Permission } from '@gatehouse/contracts/permissions';
import {
  Boxes,
  ChartColumn,
  IdCard,
  KeyRound,
  Laptop,
  LayoutDashboard,
  type LucideIcon,
  PlugZap,
  ScrollText,
  Server,
  Share2,
  SlidersHorizontal,
  Users,
  UsersRound,
  Waypoints,
} from 'lucide-react';

export type NavItem = { href: string; label: string; icon: LucideIcon; needs: Permission | null };
export type NavGroup = { label: string | null; items: readonly NavItem[] };

const groups: readonly NavGroup[] = [
  { label: null, items: [{ href: '/', label: 'Overview', icon: LayoutDashboard, needs: null }] },
  {
    label: 'Use',
    items: [
      { href: '/client-keys', label: 'Client keys', icon: KeyRound, needs: 'client-keys:read-own' },
      { href: '/models', label: 'Models', icon: Boxes, needs: 'models:read' },
      { href: '/choices', label: 'Choices', icon: SlidersHorizontal, needs: 'bundle-choices:read-own' },
      { href: '/shared-choices', label: 'Shared choices', icon: Share2, needs: 'shares:follow-own' },
      { href: '/teams', label: 'Teams', icon: UsersRound, needs: 'teams:read-own' },
      { href: '/usage', label: 'Usage', icon: ChartColumn, needs: 'usage:read-own' },
      { href: '/sync', label: 'Connect a laptop', icon: Laptop, needs: 'bundles:read-own' },
    ],
  },
  {
    label: 'Contribute',
    items: [
      { href: '/provider-keys', label: 'Provider keys', icon: PlugZap, needs: 'provider-keys:read-own' },
      { href: '/provider-accounts', label: 'Accounts', icon: IdCard, needs: 'provider-accounts:read-own' },
      { href: '/custom-providers', label: 'Custom providers', icon: Waypoints, needs: 'custom-providers:read-own' },
    ],
  },
  {
    label: 'Run',
    items: [
      { href: '/gateways', label: 'Gateways', icon: Server, needs: 'gateways:read' },
      { href: '/people', label: 'People', icon: Users, needs: 'users:read' },
      { href: '/audit', label: 'Audit log', icon: ScrollText, needs: 'audit:read' },
    ],
  },
];

/** The pages that somebody with these permissions can use; groups without any are left out. */
export function navigationFor(permissions: readonly string[]): NavGroup[] {
  return groups
    .map((group) => ({
      ...group,
      items: group.items.filter((item) => item.needs === null || permissions.includes(item.needs)),
    }))
    .filter((group) => group.items.length > 0);
}

export const isCurrent = (href: string, path: string): boolean =>
  href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`);
