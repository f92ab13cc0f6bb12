'use client';

import { useState } from 'react';
import { toast } from 'sonner';
import { type Answers, api } from '../api/client.tsx';
import { FormProblem } from '../forms/form-problem.tsx';
import { useAction } from '../gateways/use-action.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import { PublishDialog } from './publish-dialog.tsx';
import { VersionsDialog } from './versions-dialog.tsx';

type Share = Answers['sharing']['list'][number];

export function ShareRow({ share }: { share: Share }) {
  const [open, setOpen] = useState<'publish' | 'versions' | 'end' | null>(null);
  const utils = api.useUtils();
  const [unpublish, rollBack] = [api.sharing.unpublish.useMutation(), api.sharing.rollBack.useMutation()];
  const close = () => setOpen(null);
  const ending = useAction(async () => {
    await unpublish.mutateAsync({ id: share.id });
    await utils.sharing.invalidate();
    toast.success(`“${share.name}” is not published any more.`);
    close();
  });
  const rolling = useAction(async (version: number) => {
    const { latest } = await rollBack.mutateAsync({ id: share.id, version });
    await utils.sharing.invalidate();
    toast.success(`Version ${latest.version} holds what version ${version} held.`);
    close();
  });
  return (
    <li className="grid gap-3 px-4 py-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
        <div className="grid min-w-0 flex-1 basis-56 gap-0.5">
          <span className="flex flex-wrap items-center gap-2">
            <span className="text-sm font-medium [overflow-wrap:anywhere]">{share.name}</span>
            {share.endedAt ? (
              <Badge>Ended</Badge>
            ) : (
              share.hasUnpublishedChanges && <Badge tone="warn">Not up to date</Badge>
            )}
          </span>
          <span className="text-xs text-ink-muted">
            Version {share.latest.version}, <TimeAgo at={share.latest.publishedAt} />
            {' · '}
            {share.followers === 1 ? '1 follower' : `${share.followers} followers`}
          </span>
        </div>
        {share.code && (
          <span className="flex items-center gap-1 rounded-control border border-line bg-canvas py-0.5 pr-0.5 pl-3">
            <code className="text-sm tracking-wide">{share.code}</code>
            <CopyButton isIcon text={share.code} label={`Copy the code of ${share.name}`} />
          </span>
        )}
        <div className="flex flex-wrap items-center gap-2">
          {share.hasUnpublishedChanges && (
            <Button size="sm" variant="primary" onClick={() => setOpen('publish')}>
              Publish changes
            </Button>
          )}
          <Button size="sm" onClick={() => setOpen('versions')}>
            Versions
          </Button>
          {!share.endedAt && (
            <Button size="sm" variant="ghost" onClick={() => setOpen('end')}>
              End
            </Button>
          )}
        </div>
      </div>
      <FormProblem problem={rolling.problem} />
      {open === 'publish' && <PublishDialog share={share} onClose={close} />}
      {open === 'versions' && (
        <VersionsDialog
          shareId={share.id}
          name={share.name}
          {...(share.endedAt ? {} : { onRollBack: rolling.run })}
          onClose={close}
        />
      )}
      <ConfirmDialog
        isOpen={open === 'end'}
        onOpenChange={(isOpen) => setOpen(isOpen ? 'end' : null)}
        title={`End “${share.name}”?`}
        confirmLabel="End it"
        isBusy={ending.isBusy}
        problem={<FormProblem problem={ending.problem} />}
        onConfirm={() => ending.run(undefined)}
      >
        <p>The code stops working. Those who follow it keep the last version until they stop.</p>
      </ConfirmDialog>
    </li>
  );
}
