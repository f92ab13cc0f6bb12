'use client';

import { useState } from 'react';
import { toast } from 'sonner';
import { type Answers, api } from '../api/client.tsx';
import { FormProblem } from '../forms/form-problem.tsx';
import { useAction } from '../gateways/use-action.ts';
import { Button } from '../ui/button.tsx';
import { CheckboxField } from '../ui/checkbox-field.tsx';
import { Dialog, DialogBody, DialogFooter } from '../ui/dialog.tsx';
import { ChangeList } from './change-list.tsx';
import { partKinds } from './part-kinds.ts';

type FollowDialogProps = {
  preview: Answers['sharing']['preview'];
  code: string;
  onClose: (isFollowed: boolean) => void;
};

export function FollowDialog({ preview, code, onClose }: FollowDialogProps) {
  const subscribe = api.sharing.subscribe.useMutation();
  const utils = api.useUtils();
  const [agreed, setAgreed] = useState<string[]>([]);
  const { run, isBusy, problem } = useAction(async () => {
    await subscribe.mutateAsync({ code, consents: agreed });
    await utils.sharing.invalidate();
    void utils.bundles.invalidate();
    toast.success(`You follow “${preview.name}”.`);
    onClose(true);
  });
  return (
    <Dialog
      isOpen
      size="lg"
      onOpenChange={(isOpen) => !isOpen && onClose(false)}
      title={`Follow “${preview.name}”`}
      description={`Shared by ${preview.publisherName}, version ${preview.version}. What you have chosen yourself goes before it, and what they change later reaches you.`}
    >
      <DialogBody>
        <ChangeList label="What it holds" changes={preview.contents} />
        {preview.parts.length > 0 && (
          <fieldset className="grid gap-3">
            <legend className="mb-1 text-sm font-medium">This could run on your machine or see what you send</legend>
            <p className="text-xs text-ink-muted">
              Only what you agree to comes into your bundles, and only as it is written here: after a change you are
              asked again. You can decide later as well.
            </p>
            {preview.parts.map((part) => (
              <CheckboxField
                key={part.hash}
                label={`Agree to the ${partKinds[part.kind]} ${part.name}`}
                hint={<code className="[overflow-wrap:anywhere]">{part.content}</code>}
                checked={agreed.includes(part.hash)}
                onChange={(event) =>
                  setAgreed((now) =>
                    event.target.checked ? [...now, part.hash] : now.filter((hash) => hash !== part.hash),
                  )
                }
              />
            ))}
          </fieldset>
        )}
        <FormProblem problem={problem} />
      </DialogBody>
      <DialogFooter>
        <Button onClick={() => onClose(false)}>Cancel</Button>
        <Button variant="primary" isBusy={isBusy} onClick={() => run(undefined)}>
          Follow
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
