import type { ReactNode } from 'react';
import { cn } from '../ui/class-names.ts';

type FocusCardProps = { title: ReactNode; description?: ReactNode; children?: ReactNode; className?: string };

export function FocusCard({ title, description, children, className }: FocusCardProps) {
  return (
    <section
      className={cn(
        'grid w-full max-w-[25.5rem] grid-cols-[minmax(0,1fr)] gap-5 rounded-card border border-line bg-surface p-5 shadow-card sm:p-7',
        className,
      )}
    >
      <header className="grid gap-1">
        <h1 className="text-xl font-semibold">{title}</h1>
        {description && <div className="text-sm text-ink-muted">{description}</div>}
      </header>
      {children}
    </section>
  );
}
