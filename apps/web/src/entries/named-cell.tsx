import type { ReactNode } from 'react';

/** What a person called a thing, and below it what it is. */
export function NamedCell({ name, detail }: { name: ReactNode; detail?: ReactNode }) {
  return (
    <div className="grid min-w-0 gap-px">
      <span className="font-medium [overflow-wrap:anywhere]">{name}</span>
      {detail && <span className="font-mono text-xs text-ink-muted [overflow-wrap:anywhere]">{detail}</span>}
    </div>
  );
}
