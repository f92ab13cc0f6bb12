import { cn } from './class-names.ts';

export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cn('rounded-control bg-sunken motion-safe:animate-pulse', className)} />;
}

/** Stands in for a list while it loads, with about its height. */
export function SkeletonRows({ count = 3 }: { count?: number }) {
  const widths = ['w-2/5', 'w-1/3', 'w-1/2', 'w-1/4'];
  return (
    <div role="status" aria-label="Loading" className="divide-y divide-line">
      {Array.from({ length: count }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are alike and never move.
        <div key={index} className="flex items-center justify-between gap-6 px-4 py-3.5">
          <Skeleton className={cn('h-3.5', widths[index % widths.length])} />
          <Skeleton className="h-5 w-16 rounded-full" />
        </div>
      ))}
    </div>
  );
}
