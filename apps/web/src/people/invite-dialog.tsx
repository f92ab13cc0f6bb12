'use client';

import { useState } from 'react';
import { type Answers, api } from '../api/client.tsx';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../ui/dialog.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import { InviteForm } from './invite-form.tsx';

type Created = Answers['invitations']['create'];
type InviteDialogProps = { isOpen: boolean; onOpenChange: (isOpen: boolean) => void };

export function InviteDialog({ isOpen, onOpenChange }: InviteDialogProps) {
  const [created, setCreated] = useState<Created | null>(null);
  const utils = api.useUtils();
  const close = () => {
    setCreated(null);
    onOpenChange(false);
  };
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={(open) => (open ? onOpenChange(true) : close())}
      title={created ? 'Invitation link' : 'Invite a colleague'}
      description={
        created
          ? 'Send it to your colleague yourself. It works once and is shown only now.'
          : 'You get a link that works once. Nothing is sent by e-mail.'
      }
      {...(created ? { isSticky: true } : {})}
    >
      {created ? (
        <CreatedInvitation created={created} onDone={close} />
      ) : (
        <InviteForm
          onCancel={close}
          onCreated={(invitation) => {
            void utils.invitations.list.invalidate();
            setCreated(invitation);
          }}
        />
      )}
    </Dialog>
  );
}

function CreatedInvitation({ created, onDone }: { created: Created; onDone: () => void }) {
  return (
    <>
      <DialogBody>
        <div className="grid gap-1.5">
          <span className="text-sm font-medium" id="invitation-link-label">
            Link
          </span>
          <div className="flex items-center gap-2 rounded-card border border-line-strong bg-canvas py-1.5 pr-1.5 pl-3.5">
            <output
              aria-labelledby="invitation-link-label"
              data-testid="invitation-link"
              className="min-w-0 flex-1 font-mono text-xs select-all [overflow-wrap:anywhere]"
            >
              {created.url}
            </output>
            <CopyButton text={created.url} label="Copy link" />
          </div>
        </div>
        <p className="text-sm text-ink-muted">
          {created.invitation.email
            ? `Only ${created.invitation.email} can accept it. `
            : 'Whoever has the link can accept it. '}
          It expires <TimeAgo at={created.invitation.expiresAt} />.
        </p>
      </DialogBody>
      <DialogFooter>
        <Button variant="primary" onClick={onDone}>
          Done
        </Button>
      </DialogFooter>
    </>
  );
}
