import { costText, formatCount, type UsageFigures } from '@gatehouse/contracts/usage';
import { dollars } from './measures.ts';

/** All of it together, in the numbers that people ask for first. */
export function UsageTotals({ total }: { total: UsageFigures }) {
  const { requests, failedRequests, totalTokens, inputTokens, outputTokens, unpricedRequests } = total;
  return (
    <dl className="grid grid-cols-1 gap-px overflow-hidden rounded-card border border-line bg-line shadow-card sm:grid-cols-3">
      <Tile
        label="Requests"
        value={formatCount(requests)}
        note={failedRequests > 0 ? `${formatCount(failedRequests)} failed` : 'none failed'}
      />
      <Tile
        label="Tokens"
        value={formatCount(totalTokens)}
        note={`${formatCount(inputTokens)} in, ${formatCount(outputTokens)} out`}
      />
      <Tile
        label="Cost"
        value={dollars(costText(total))}
        note={unpricedRequests > 0 ? `${formatCount(unpricedRequests)} without a known price` : 'at known prices'}
      />
    </dl>
  );
}

function Tile({ label, value, note }: { label: string; value: string; note: string }) {
  return (
    <div className="grid gap-0.5 bg-surface px-4 py-3.5">
      <dt className="text-xs text-ink-muted">{label}</dt>
      <dd className="grid">
        <span className="text-xl font-semibold tabular-nums">{value}</span>
        <span className="text-xs text-ink-faint tabular-nums">{note}</span>
      </dd>
    </div>
  );
}
