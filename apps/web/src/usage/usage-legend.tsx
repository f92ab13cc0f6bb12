import type { UsageFigures } from '@gatehouse/contracts/usage';
import { cn } from '../ui/class-names.ts';
import { type Measure, segmentsOf } from './measures.ts';

/** The colours with their names and amounts; `total` decides which of them there are at all. */
export function UsageLegend(props: { measure: Measure; total: UsageFigures; figures: UsageFigures }) {
  const { measure, total, figures } = props;
  const segments = segmentsOf[measure];
  const present = segments.filter((segment) => segments.length === 1 || segment.value(total) > 0);
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-ink-muted">
      {present.map(({ name, fill, text }) => (
        <li key={name} className="flex items-center gap-1.5">
          <span aria-hidden className={cn('size-2.5 rounded-[3px]', fill)} />
          {name}
          <span className="font-medium text-ink tabular-nums">{text(figures)}</span>
        </li>
      ))}
    </ul>
  );
}
