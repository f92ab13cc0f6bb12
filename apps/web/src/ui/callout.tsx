import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './class-names.ts';

const tones = {
  info: { icon: Info, box: 'border-line bg-sunken', mark: 'text-ink-muted' },
  good: { icon: CircleCheck, box: 'border-good-line bg-good-soft', mark: 'text-good' },
  warn: { icon: TriangleAlert, box: 'border-warn-line bg-warn-soft', mark: 'text-warn' },
  bad: { icon: CircleAlert, box: 'border-bad-line bg-bad-soft', mark: 'text-bad' },
};

type CalloutProps = {
  tone: keyof typeof tones;
  title?: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  className?: string;
};

export function Callout({ tone, title, children, action, className }: CalloutProps) {
  const { icon: Icon, box, mark } = tones[tone];
  return (
    <div
      role={tone === 'bad' ? 'alert' : 'status'}
      className={cn('flex items-start gap-2.5 rounded-card border px-3.5 py-3 text-sm', box, className)}
    >
      <Icon className={cn('mt-0.5 size-4 shrink-0', mark)} aria-hidden />
      <div className="grid min-w-0 flex-1 gap-1 text-ink [overflow-wrap:anywhere]">
        {title && <p className="font-medium">{title}</p>}
        {children && <div className={cn(title && 'text-ink-muted')}>{children}</div>}
      </div>
      {action}
    </div>
  );
}
