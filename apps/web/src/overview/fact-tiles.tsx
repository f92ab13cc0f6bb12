import Link from 'next/link';
import { Skeleton } from '../ui/skeleton.tsx';

type FactTilesProps = {
  modelCount: number | null;
  isStale: boolean;
  clientKeyCount: number | null;
  contributionCount: number | null;
  gatewayCount: number | null;
};

export function FactTiles({ modelCount, isStale, clientKeyCount, contributionCount, gatewayCount }: FactTilesProps) {
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-card border border-line bg-line shadow-card lg:grid-cols-4">
      <Tile label="Models" href="/models" value={modelCount} note={isStale ? 'last known' : 'offered now'} />
      <Tile label="Your client keys" href="/client-keys" value={clientKeyCount} note="not revoked" />
      <Tile label="Your contributions" href="/provider-keys" value={contributionCount} note="keys and providers" />
      <Tile label="Gateways" href="/models" value={gatewayCount} note="connected" />
    </dl>
  );
}

type TileProps = { label: string; href: string; value: number | null; note: string };

function Tile({ label, href, value, note }: TileProps) {
  return (
    <div className="relative grid gap-0.5 bg-surface px-4 py-3.5 transition-colors hover:bg-canvas">
      <dt className="text-xs text-ink-muted">
        <Link href={href} className="after:absolute after:inset-0">
          {label}
        </Link>
      </dt>
      <dd className="flex items-baseline gap-2">
        {value === null ? (
          <Skeleton className="my-1 h-6 w-10" />
        ) : (
          <span className="text-xl font-semibold tabular-nums">{value}</span>
        )}
        <span className="text-xs text-ink-faint">{note}</span>
      </dd>
    </div>
  );
}
