'use client';

import { shareCode } from '@gatehouse/contracts/sharing';
import { type FormEvent, useState } from 'react';
import { type Answers, api } from '../api/client.tsx';
import { FormProblem } from '../forms/form-problem.tsx';
import { useAction } from '../gateways/use-action.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { FollowDialog } from './follow-dialog.tsx';

type Preview = Answers['sharing']['preview'];

/** A code leads to what it stands for; nothing is taken over before the person has seen it. */
export function CodeForm() {
  const preview = api.sharing.preview.useMutation();
  const [code, setCode] = useState('');
  const [error, setError] = useState<string>();
  const [found, setFound] = useState<Preview | null>(null);
  const { run, isBusy, problem } = useAction(async (wanted: string) =>
    setFound(await preview.mutateAsync({ code: wanted })),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const checked = shareCode.safeParse(code);
    setError(checked.success ? undefined : checked.error.issues[0]?.message);
    if (checked.success) void run(checked.data);
  };
  return (
    <form onSubmit={submit} noValidate className="grid gap-3">
      <div className="flex flex-wrap items-start gap-2">
        <TextField
          label="Code"
          isMono
          autoComplete="off"
          spellCheck={false}
          placeholder="ABCD-2345"
          error={error}
          value={code}
          onChange={(event) => setCode(event.target.value.toUpperCase())}
          className="w-44"
        />
        <Button type="submit" className="mt-[1.72rem] h-9" isBusy={isBusy} disabled={code.trim() === ''}>
          Look at it
        </Button>
      </div>
      <FormProblem problem={problem} />
      {found && (
        <FollowDialog
          preview={found}
          code={code}
          onClose={(isFollowed) => {
            setFound(null);
            if (isFollowed) setCode('');
          }}
        />
      )}
    </form>
  );
}
