'use client';

import { useState } from 'react';
import { type Answers, api } from '../api/client.tsx';
import { FormProblem, type Problem } from '../forms/form-problem.tsx';
import { explain } from '../messages/explain.ts';
import { FocusCard } from '../shell/focus-card.tsx';
import { Button } from '../ui/button.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';

type ConfirmStepProps = {
  login: Answers['deviceLogins']['get'];
  email: string;
  onDone: (result: 'approved' | 'denied') => void;
  onOtherCode: () => void;
};

export function ConfirmStep({ login, email, onDone, onOtherCode }: ConfirmStepProps) {
  const approve = api.deviceLogins.approve.useMutation();
  const deny = api.deviceLogins.deny.useMutation();
  const [problem, setProblem] = useState<Problem>(null);
  const { userCode } = login;

  const decide = async (result: 'approved' | 'denied') => {
    setProblem(null);
    try {
      await (result === 'approved' ? approve : deny).mutateAsync({ userCode });
      onDone(result);
    } catch (error) {
      setProblem(explain(error));
    }
  };

  return (
    <FocusCard
      title="Approve this login?"
      description="Only if you started it yourself, and your terminal shows the same code."
    >
      <p className="rounded-card border border-line bg-canvas py-4 text-center font-mono text-xl font-medium tracking-[0.18em]">
        {userCode}
      </p>
      <dl className="grid grid-cols-[7rem_minmax(0,1fr)] gap-y-1.5 text-sm">
        <dt className="text-ink-muted">Machine</dt>
        <dd className="font-medium [overflow-wrap:anywhere]">{login.clientName}</dd>
        <dt className="text-ink-muted">Started</dt>
        <dd>
          <TimeAgo at={login.createdAt} />
        </dd>
        <dt className="text-ink-muted">Access as</dt>
        <dd className="[overflow-wrap:anywhere]">{email}</dd>
      </dl>
      <FormProblem problem={problem} />
      <div className="grid grid-cols-2 gap-2">
        <Button size="lg" onClick={() => decide('denied')} isBusy={deny.isPending} disabled={approve.isPending}>
          Deny
        </Button>
        <Button
          size="lg"
          variant="primary"
          onClick={() => decide('approved')}
          isBusy={approve.isPending}
          disabled={deny.isPending}
        >
          Approve
        </Button>
      </div>
      <button
        type="button"
        onClick={onOtherCode}
        className="w-fit justify-self-center rounded-control text-xs text-ink-muted underline underline-offset-2 hover:text-ink"
      >
        Enter another code
      </button>
    </FocusCard>
  );
}
