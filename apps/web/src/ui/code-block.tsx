import type { ReactNode } from 'react';
import { cn } from './class-names.ts';
import { CopyButton } from './copy-button.tsx';

type CodeBlockProps = {
  code: string;
  /** What the copy button copies, where that is not what is shown. */
  copyText?: string;
  /** What it is, for the copy button's name. */
  label: string;
  /** A line above the code; without it the copy button stands beside the code. */
  title?: ReactNode;
  actions?: ReactNode;
  className?: string;
  isWrapped?: boolean;
};

export function CodeBlock(props: CodeBlockProps) {
  const { code, copyText, label, title, actions, className, isWrapped } = props;
  const copy = <CopyButton text={copyText ?? code} label={`Copy ${label}`} isIcon />;
  return (
    <figure className="relative min-w-0 overflow-hidden rounded-card border border-line bg-canvas">
      {title ? (
        <figcaption className="flex items-center justify-between gap-2 border-b border-line py-1 pr-1.5 pl-3.5">
          <span className="truncate font-mono text-xs text-ink-muted">{title}</span>
          <span className="flex items-center gap-1">
            {actions}
            {copy}
          </span>
        </figcaption>
      ) : (
        <span className="absolute top-1 right-1 rounded-control bg-canvas">{copy}</span>
      )}
      <pre
        className={cn(
          'overflow-x-auto px-3.5 py-2.5 text-xs leading-relaxed',
          !title && 'pr-11',
          isWrapped && 'whitespace-pre-wrap [overflow-wrap:anywhere]',
          className,
        )}
      >
        <code>{code}</code>
      </pre>
    </figure>
  );
}
