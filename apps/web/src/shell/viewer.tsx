'use client';

import type { WhoAmI } from '@gatehouse/contracts/identity';
import type { Permission } from '@gatehouse/contracts/permissions';
import { createContext, type ReactNode, useContext } from 'react';

type Person = Extract<WhoAmI, { type: 'user' }>;

const ViewerContext = createContext<Person | null>(null);

export function ViewerProvider({ viewer, children }: { viewer: Person; children: ReactNode }) {
  return <ViewerContext value={viewer}>{children}</ViewerContext>;
}

/** The signed-in person. `can` only decides what is shown; what is allowed is decided by the API. */
export function useViewer(): Person & { can: (permission: Permission) => boolean } {
  const viewer = useContext(ViewerContext);
  if (!viewer) throw new Error('useViewer needs a page inside the dashboard.');
  return { ...viewer, can: (permission) => viewer.permissions.includes(permission) };
}
