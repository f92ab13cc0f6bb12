'use client';

import { useTheme } from 'next-themes';
import { Toaster as Sonner } from 'sonner';

export function Toaster() {
  const { resolvedTheme } = useTheme();
  return (
    <Sonner
      theme={resolvedTheme === 'dark' ? 'dark' : 'light'}
      position="bottom-right"
      toastOptions={{
        classNames: {
          toast: '!bg-raised !border-line !text-ink !shadow-float !rounded-card !font-sans !text-sm',
          description: '!text-ink-muted',
        },
      }}
    />
  );
}
