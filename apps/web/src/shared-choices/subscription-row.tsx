'use client';

import { useState } from 'react';
import { toast } from 'sonner';
import { type Answers, api } from '../api/client.tsx';
import { FormProblem } from '../forms/form-problem.tsx';
import { useAction } from '../gateways/use-action.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import { sourceNotes } from './part-kinds.ts';
import { PartRow } from './part-row.tsx';
import { VersionChoice } from './version-choice.tsx';
import { VersionsDialog } from './versions-dialog.tsx';

export type Subscription = Answers['sharing']['subscriptions'][number];

export function SubscriptionRow({ subscription }: { subscription: Subscription }) {
  const { id, isPaused, name } = subscription;
  const [isComparing, setComparing] = useState(false);
  const [isEnding, setEnding] = useState(false);
  const utils = api.useUtils();
  const [pause, resume, end] = [
    api.sharing.pause.useMutation(),
    api.sharing.resume.useMutation(),
    api.sharing.unsubscribe.useMutation(),
  ];
  const refresh = async () => {
    await utils.sharing.subscriptions.invalidate();
    void utils.bundles.invalidate();
  };
  const change = useAction(async () => {
    await (isPaused ? resume : pause).mutateAsync({ id });
    await refresh();
  });
  const ending = useAction(async () => {
    await end.mutateAsync({ id });
    toast.success(`You no longer follow “${name}”.`);
    await refresh();
  });
  const note = sourceNotes[subscription.source];
  return (
    <li className="grid gap-3 px-4 py-4">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-3">
        <div className="grid min-w-0 flex-1 basis-56 gap-0.5">
          <span className="flex flex-wrap items-center gap-2">
            <span className="text-sm font-medium [overflow-wrap:anywhere]">{name}</span>
            <Badge tone={isPaused ? 'neutral' : 'good'}>{isPaused ? 'Paused' : 'In use'}</Badge>
          </span>
          <span className="text-xs text-ink-muted">
            By {subscription.publisherName}, followed <TimeAgo at={subscription.subscribedAt} />
          </span>
        </div>
        <div className="flex flex-wrap items-center gap-2">
          <VersionChoice subscription={subscription} />
          <Button size="sm" onClick={() => setComparing(true)}>
            What changed
          </Button>
          <Button size="sm" isBusy={change.isBusy} onClick={() => change.run(undefined)}>
            {isPaused ? 'Use it' : 'Pause'}
          </Button>
          <Button size="sm" variant="ghost" onClick={() => setEnding(true)}>
            Stop
          </Button>
        </div>
      </div>
      {note && <Callout tone="info">{note}</Callout>}
      <FormProblem problem={change.problem} />
      {subscription.parts.length > 0 && (
        <ul aria-label={`Servers and plugins of ${name}`} className="divide-y divide-line border-t border-line">
          {subscription.parts.map((part) => (
            <PartRow key={part.kind + part.name} subscriptionId={id} part={part} />
          ))}
        </ul>
      )}
      {isComparing && (
        <VersionsDialog
          shareId={subscription.shareId}
          name={name}
          inUse={subscription.version}
          onClose={() => setComparing(false)}
        />
      )}
      <ConfirmDialog
        isOpen={isEnding}
        onOpenChange={setEnding}
        title={`Stop following “${name}”?`}
        confirmLabel="Stop following"
        isBusy={ending.isBusy}
        problem={<FormProblem problem={ending.problem} />}
        onConfirm={() => ending.run(undefined)}
      >
        <p>Your bundles lose what came from it. The values that you filled in are forgotten.</p>
      </ConfirmDialog>
    </li>
  );
}
