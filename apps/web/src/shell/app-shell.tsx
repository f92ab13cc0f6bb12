'use client';

import type { WhoAmI } from '@gatehouse/contracts/identity';
import type { ReactNode } from 'react';
import { LiveChanges } from '../live/live-changes.tsx';
import { MobileBar } from './mobile-bar.tsx';
import { Sidebar } from './sidebar.tsx';
import { ViewerProvider } from './viewer.tsx';

type AppShellProps = { viewer: Extract<WhoAmI, { type: 'user' }>; children: ReactNode };

export function AppShell({ viewer, children }: AppShellProps) {
  return (
    <ViewerProvider viewer={viewer}>
      <a
        href="#content"
        className="sr-only z-50 rounded-control bg-accent px-3 py-2 text-sm text-accent-ink focus:not-sr-only focus:fixed focus:top-3 focus:left-3"
      >
        Skip to content
      </a>
      <div className="lg:grid lg:grid-cols-[14.5rem_minmax(0,1fr)]">
        <aside className="hidden border-r border-line bg-surface lg:block">
          <div className="sticky top-0 h-dvh">
            <Sidebar />
          </div>
        </aside>
        <div className="flex min-h-dvh min-w-0 flex-col">
          <MobileBar />
          <main
            id="content"
            tabIndex={-1}
            className="mx-auto grid w-full max-w-[68rem] content-start gap-6 px-4 pt-6 pb-20 outline-none sm:px-8 sm:pt-9"
          >
            {children}
          </main>
        </div>
      </div>
      <LiveChanges />
    </ViewerProvider>
  );
}
