import type { ReactNode } from 'react';

type PageHeaderProps = { title: ReactNode; description?: ReactNode; actions?: ReactNode; back?: ReactNode };

export function PageHeader({ title, description, actions, back }: PageHeaderProps) {
  return (
    <header className="grid gap-2">
      {back}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="grid min-w-0 max-w-2xl gap-1">
          <h1 className="text-xl font-semibold [overflow-wrap:anywhere]">{title}</h1>
          {description && <p className="text-sm text-ink-muted">{description}</p>}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
    </header>
  );
}
