import type { ReactNode } from 'react';
import { BrandMark } from '../ui/brand-mark.tsx';
import { ThemeToggle } from '../ui/theme-toggle.tsx';

/** For what happens before the dashboard: one thing to do in the middle of the page. */
export function CenteredPage({ children }: { children: ReactNode }) {
  return (
    <div className="grid min-h-dvh grid-rows-[auto_1fr_auto]">
      <header className="flex items-center justify-between px-5 py-4 sm:px-8">
        <span className="flex items-center gap-2 text-base font-semibold">
          <BrandMark className="size-6" />
          Gatehouse
        </span>
        <ThemeToggle />
      </header>
      <main className="grid w-full content-start justify-items-center px-4 pt-6 pb-16 sm:content-center sm:pt-0">
        {children}
      </main>
    </div>
  );
}
