import type { ReactNode } from 'react';
import { cn } from './class-names.ts';
import { CopyButton } from './copy-button.tsx';

type CodeBlockProps = {
  code: string;
  /** What the copy button copies, where that is not what is shown. */
  copyText?: string;
  label: string;
  title?: ReactNode;
  actions?: ReactNode;
  className?: string;
  isWrapped?: boolean;
};

export function CodeBlock({ code, copyText, label, title, actions, className, isWrapped }: CodeBlockProps) {
  return (
    <figure className="min-w-0 overflow-hidden rounded-card border border-line bg-canvas">
      <figcaption className="flex items-center justify-between gap-2 border-b border-line py-1 pr-1.5 pl-3.5">
        <span className="truncate font-mono text-xs text-ink-muted">{title ?? label}</span>
        <span className="flex items-center gap-1">
          {actions}
          <CopyButton text={copyText ?? code} label={`Copy ${label}`} isIcon />
        </span>
      </figcaption>
      <pre
        className={cn(
          'overflow-x-auto px-3.5 py-3 text-xs leading-relaxed',
          isWrapped && 'whitespace-pre-wrap [overflow-wrap:anywhere]',
          className,
        )}
      >
        <code>{code}</code>
      </pre>
    </figure>
  );
}
