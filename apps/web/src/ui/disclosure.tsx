import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';

/** For what few people need: closed at first, its fields there all the same. */
export function Disclosure({ label, children }: { label: string; children: ReactNode }) {
  return (
    <details className="group">
      <summary className="flex w-fit cursor-pointer list-none items-center gap-1 rounded-control text-sm text-ink-muted hover:text-ink [&::-webkit-details-marker]:hidden">
        <ChevronRight className="size-4 transition-transform group-open:rotate-90" aria-hidden />
        {label}
      </summary>
      <div className="mt-3 grid gap-4 border-l border-line pl-4">{children}</div>
    </details>
  );
}
