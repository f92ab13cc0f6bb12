'use client';

import { displayName } from '@gatehouse/contracts/fields';
import Link from 'next/link';
import { type FormEvent, useState } from 'react';
import { toast } from 'sonner';
import { type Answers, api } from '../api/client.tsx';
import { FormProblem } from '../forms/form-problem.tsx';
import { QueryProblem } from '../forms/query-problem.tsx';
import { useAction } from '../gateways/use-action.ts';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { Dialog, DialogBody, DialogFooter } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { ChangeList } from './change-list.tsx';

type Share = Answers['sharing']['list'][number];
type PublishDialogProps = { share: Share | null; onClose: () => void };

/** Shows what would be published before it is: of a new share everything, of one that there is what changes. */
export function PublishDialog({ share, onClose }: PublishDialogProps) {
  const draft = api.sharing.draft.useQuery(share ? { id: share.id } : {}, { staleTime: 0 });
  const publish = api.sharing.publish.useMutation();
  const utils = api.useUtils();
  const [name, setName] = useState('');
  const [nameError, setNameError] = useState<string>();
  const { run, isBusy, problem } = useAction(async () => {
    const choicesVersion = draft.data?.choicesVersion ?? 0;
    const { share: published } = await publish.mutateAsync(
      share ? { id: share.id, choicesVersion } : { name, choicesVersion },
    );
    await utils.sharing.invalidate();
    toast.success(`Version ${published.latest.version} of “${published.name}” is published.`);
    onClose();
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const checked = displayName.safeParse(name);
    setNameError(share || checked.success ? undefined : checked.error?.issues[0]?.message);
    if (share || checked.success) void run(undefined);
  };
  const canPublish = draft.data !== undefined && draft.data.refusals.length === 0 && !draft.data.isUnchanged;
  return (
    <Dialog
      isOpen
      size="lg"
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={share ? `Publish version ${share.latest.version + 1} of “${share.name}”` : 'Share your choices'}
      description={
        share
          ? 'It reaches everybody who follows the latest version at their next sync.'
          : 'Whoever has the code can follow them. Values of variables and headers never travel, and neither do permissions.'
      }
    >
      <form onSubmit={submit} noValidate className="contents">
        <DialogBody>
          {!share && (
            <TextField
              label="Name"
              autoComplete="off"
              placeholder="Backend team"
              error={nameError}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
          {draft.error && <QueryProblem error={draft.error} onRetry={() => draft.refetch()} />}
          {draft.data ? <Draft draft={draft.data} isNew={!share} /> : !draft.error && <Skeleton className="h-32" />}
          <FormProblem problem={problem} />
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" isBusy={isBusy} disabled={!canPublish}>
            Publish
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}

function Draft({ draft, isNew }: { draft: Answers['sharing']['draft']; isNew: boolean }) {
  if (draft.refusals.length > 0)
    return (
      <Callout
        tone="warn"
        title="This cannot be published as it stands"
        action={
          <Button asChild size="sm">
            <Link href="/choices">Choices</Link>
          </Button>
        }
      >
        <ul className="grid gap-1">
          {draft.refusals.map((refusal) => (
            <li key={refusal}>{refusal}</li>
          ))}
        </ul>
      </Callout>
    );
  return (
    <>
      {draft.notes.map((note) => (
        <Callout key={note} tone="info">
          {note}
        </Callout>
      ))}
      {draft.isUnchanged ? (
        <p className="text-sm text-ink-muted">Nothing has changed since the last version.</p>
      ) : (
        <ChangeList label={isNew ? 'What is published' : 'What changes'} changes={draft.changes} />
      )}
    </>
  );
}
