'use client';

import type { ReactNode } from 'react';
import { Tabs } from '../ui/tabs.tsx';

export type OwnerScope = 'own' | 'all';

/** One's own list, and everybody's as a second tab for those who may see it. */
export function OwnerTabs({
  label,
  canSeeAll,
  children,
}: {
  label: string;
  canSeeAll: boolean;
  children: (scope: OwnerScope) => ReactNode;
}) {
  if (!canSeeAll) return children('own');
  return (
    <Tabs
      label={label}
      tabs={[
        { value: 'own', label: 'Yours', content: children('own') },
        { value: 'all', label: 'Everybody’s', content: children('all') },
      ]}
    />
  );
}
