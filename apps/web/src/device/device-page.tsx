'use client';

import { CircleCheck, CircleX } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { api } from '../api/client.tsx';
import { explain } from '../messages/explain.ts';
import { FocusCard } from '../shell/focus-card.tsx';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { CodeStep } from './code-step.tsx';
import { ConfirmStep } from './confirm-step.tsx';

type Result = 'approved' | 'denied';

const isComplete = (code: string): boolean => /^[A-Z]{4}-[A-Z]{4}$/.test(code);

/** Confirms that the person at this browser is the one who typed `gatehouse login`. */
export function DevicePage({ initialCode, email }: { initialCode: string; email: string }) {
  const [code, setCode] = useState(isComplete(initialCode) ? initialCode : null);
  const [result, setResult] = useState<Result | null>(null);
  const login = api.deviceLogins.get.useQuery(
    { userCode: code ?? '' },
    { enabled: code !== null && result === null, retry: false, staleTime: Number.POSITIVE_INFINITY },
  );
  if (result) return <Finished result={result} />;
  if (code && login.data) {
    return <ConfirmStep login={login.data} email={email} onDone={setResult} onOtherCode={() => setCode(null)} />;
  }
  return (
    <FocusCard title="Confirm a login" description="Enter the code that the gatehouse command shows in your terminal.">
      {login.error && !login.isFetching && code && <Callout tone="bad">{explain(login.error).text}</Callout>}
      <CodeStep initialCode={initialCode} isBusy={login.isFetching} onCode={setCode} />
    </FocusCard>
  );
}

function Finished({ result }: { result: Result }) {
  const isApproved = result === 'approved';
  const Icon = isApproved ? CircleCheck : CircleX;
  return (
    <FocusCard
      title={
        <span className="flex items-center gap-2">
          <Icon className={isApproved ? 'size-5 text-good' : 'size-5 text-ink-muted'} aria-hidden />
          {isApproved ? 'Login approved' : 'Login denied'}
        </span>
      }
      description={
        isApproved
          ? 'Go back to your terminal: it is logged in now. You can close this page.'
          : 'The command gets no access. You can close this page.'
      }
    >
      <Button asChild>
        <Link href="/">Open the dashboard</Link>
      </Button>
    </FocusCard>
  );
}
