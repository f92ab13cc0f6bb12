import { type EntryStatus, entryStatuses } from '@gatehouse/contracts/gateways';
import { statusTones } from '../entries/entry-badge.tsx';
import { statusLabels } from '../messages/en.ts';
import { Badge } from '../ui/badge.tsx';

/** How many entries stand how; statuses without any are left out. */
export function EntryCounts({ counts }: { counts: Record<EntryStatus, number> }) {
  const present = entryStatuses.filter((status) => counts[status] > 0);
  if (present.length === 0) return <span className="text-ink-faint">none yet</span>;
  return (
    <span className="flex flex-wrap gap-1">
      {present.map((status) => (
        <Badge key={status} tone={status === 'applied' ? 'neutral' : statusTones[status]}>
          <span className="tabular-nums">{counts[status]}</span> {statusLabels[status].toLowerCase()}
        </Badge>
      ))}
    </span>
  );
}
