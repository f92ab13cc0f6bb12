'use client';

import { useState } from 'react';
import { api } from '../api/client.tsx';
import { QueryProblem } from '../forms/query-problem.tsx';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../ui/dialog.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import { ChangeList } from './change-list.tsx';

type VersionsDialogProps = {
  shareId: string;
  name: string;
  /** The version that the person uses. */
  inUse?: number;
  /** For the publisher: makes what a version held the latest again. */
  onRollBack?: (version: number) => void;
  onClose: () => void;
};

/** All versions, each with what it changed. */
export function VersionsDialog({ shareId, name, inUse, onRollBack, onClose }: VersionsDialogProps) {
  const query = api.sharing.get.useQuery({ id: shareId });
  const latest = query.data?.versions[0]?.version;
  const [chosen, setChosen] = useState<number>();
  const version = chosen ?? latest;
  return (
    <Dialog isOpen size="lg" onOpenChange={(isOpen) => !isOpen && onClose()} title={`Versions of “${name}”`}>
      <DialogBody>
        {query.error && <QueryProblem error={query.error} onRetry={() => query.refetch()} />}
        {query.isLoading && <Skeleton className="h-40" />}
        <ol className="grid gap-1">
          {query.data?.versions.map((each) => (
            <li key={each.version} className="grid gap-2">
              <div className="flex flex-wrap items-center gap-2">
                <Button
                  size="sm"
                  variant={each.version === version ? 'secondary' : 'ghost'}
                  aria-expanded={each.version === version}
                  onClick={() => setChosen(each.version)}
                >
                  Version {each.version}
                </Button>
                <span className="text-xs text-ink-muted">
                  <TimeAgo at={each.publishedAt} />
                </span>
                {each.version === inUse && <Badge tone="good">In use</Badge>}
                {onRollBack && each.version !== latest && each.version === version && (
                  <Button size="sm" className="ml-auto" onClick={() => onRollBack(each.version)}>
                    Publish this again
                  </Button>
                )}
              </div>
              {each.version === version && <Changes shareId={shareId} version={each.version} />}
            </li>
          ))}
        </ol>
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>Close</Button>
      </DialogFooter>
    </Dialog>
  );
}

function Changes({ shareId, version }: { shareId: string; version: number }) {
  const query = api.sharing.diff.useQuery({ id: shareId, from: version - 1, to: version });
  if (query.error) return <QueryProblem error={query.error} onRetry={() => query.refetch()} />;
  if (!query.data) return <Skeleton className="h-16" />;
  return <ChangeList label={`What version ${version} changed`} changes={query.data.changes} />;
}
