'use client';

import { ExternalLink } from 'lucide-react';
import { type FormEvent, useEffect, useState } from 'react';
import { toast } from 'sonner';
import { type Answers, api } from '../api/client.tsx';
import { FormProblem, type Problem } from '../forms/form-problem.tsx';
import { explain } from '../messages/explain.ts';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { DialogBody, DialogFooter } from '../ui/dialog.tsx';
import { TextareaField } from '../ui/field.tsx';
import { connectProblems } from './account-labels.ts';

type Start = Answers['providerAccounts']['startConnect'];
type View = Answers['providerAccounts']['connectStatus'];
type ConnectProgressProps = { start: Start; onDone: () => void; onAgain: () => void };

const pollMs = 2000;

/** The sign-in under way, until the gateway has said what came of it. */
export function ConnectProgress({ start, onDone, onAgain }: ConnectProgressProps) {
  const utils = api.useUtils();
  const status = api.providerAccounts.connectStatus.useQuery(
    { id: start.id },
    { refetchInterval: (query) => (query.state.data && query.state.data.status !== 'open' ? false : pollMs) },
  );
  const cancel = api.providerAccounts.cancelConnect.useMutation();
  const view: View = status.data ?? start;
  const isConnected = view.status === 'connected';

  useEffect(() => {
    if (!isConnected) return;
    toast.success('The account is connected.');
    void utils.providerAccounts.list.invalidate();
    onDone();
  }, [isConnected, onDone, utils]);

  const giveUp = () => {
    cancel.mutate({ id: start.id });
    onDone();
  };
  const isOver = view.status !== 'open';
  return (
    <>
      <DialogBody>{isOver ? <Outcome view={view} /> : <Steps start={start} />}</DialogBody>
      <DialogFooter>
        <Button onClick={isOver ? onDone : giveUp}>{isOver ? 'Close' : 'Cancel'}</Button>
        {isOver && !isConnected && (
          <Button variant="primary" onClick={onAgain}>
            Start again
          </Button>
        )}
      </DialogFooter>
    </>
  );
}

function Steps({ start }: { start: Start }) {
  return (
    <>
      <Button asChild variant="primary">
        <a href={start.url} target="_blank" rel="noopener noreferrer">
          Open the provider’s page <ExternalLink aria-hidden />
        </a>
      </Button>
      {start.userCode && (
        <p className="flex items-center gap-3 text-sm">
          Enter this code there: <code className="font-mono text-lg tracking-widest">{start.userCode}</code>
          <CopyButton text={start.userCode} isIcon label="Copy the code" />
        </p>
      )}
      {start.flow === 'redirect' && <PasteAddress id={start.id} />}
      <p role="status" className="text-sm text-ink-muted">
        Waiting for the provider to confirm…
      </p>
    </>
  );
}

function PasteAddress({ id }: { id: string }) {
  const complete = api.providerAccounts.completeConnect.useMutation();
  const [callbackUrl, setCallbackUrl] = useState('');
  const [problem, setProblem] = useState<Problem>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setProblem(null);
    try {
      await complete.mutateAsync({ id, callbackUrl });
      setCallbackUrl('');
    } catch (error) {
      setProblem(explain(error));
    }
  };
  return (
    <form onSubmit={submit} noValidate className="grid gap-3">
      <TextareaField
        label="Address at the end"
        hint="After you have signed in, the browser shows a page that it cannot open. Copy the whole address of that page."
        placeholder="http://localhost:…/callback?code=…"
        autoComplete="off"
        spellCheck={false}
        value={callbackUrl}
        onChange={(event) => setCallbackUrl(event.target.value)}
      />
      <FormProblem problem={problem} />
      <Button type="submit" isBusy={complete.isPending} disabled={callbackUrl.trim() === ''}>
        Finish
      </Button>
    </form>
  );
}

function Outcome({ view }: { view: View }) {
  if (view.status === 'connected') return <Callout tone="good">The account is connected.</Callout>;
  if (view.status === 'unclaimed')
    return (
      <Callout tone="warn">
        Somebody else signed in at the same provider at the same moment, so it could not be told whose the new
        credential is. An administrator assigns it.
      </Callout>
    );
  const why = view.problem ? connectProblems[view.problem] : 'The sign-in has ended before it was complete.';
  return <Callout tone="bad">{why}</Callout>;
}
