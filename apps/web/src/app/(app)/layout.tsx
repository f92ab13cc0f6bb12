import type { ReactNode } from 'react';
import { requireViewer } from '../../api/server.ts';
import { AppShell } from '../../shell/app-shell.tsx';

export default async function AppLayout({ children }: { children: ReactNode }) {
  return <AppShell viewer={await requireViewer()}>{children}</AppShell>;
}
