'use client';

import { useState } from 'react';
import { useFragmentToken } from '../links/use-fragment-token.ts';
import { FocusCard } from '../shell/focus-card.tsx';
import { Callout } from '../ui/callout.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { AdministratorStep } from './administrator-step.tsx';
import { DoneStep } from './done-step.tsx';
import { GatewayStep } from './gateway-step.tsx';
import { SetupSteps } from './setup-steps.tsx';

type Step = { name: 'administrator' } | { name: 'gateway' } | { name: 'done'; hasGateway: boolean };

export function SetupWizard() {
  const token = useFragmentToken();
  const [step, setStep] = useState<Step>({ name: 'administrator' });
  if (token === undefined) return <Skeleton className="h-96 w-full max-w-[25.5rem] rounded-card" />;
  if (token === null) return <TokenMissing />;
  return (
    <div className="grid w-full justify-items-center gap-6">
      <SetupSteps current={step.name} />
      {step.name === 'administrator' && <AdministratorStep token={token} onDone={() => setStep({ name: 'gateway' })} />}
      {step.name === 'gateway' && <GatewayStep onDone={(hasGateway) => setStep({ name: 'done', hasGateway })} />}
      {step.name === 'done' && <DoneStep hasGateway={step.hasGateway} />}
    </div>
  );
}

function TokenMissing() {
  return (
    <FocusCard title="Set up Gatehouse">
      <Callout tone="warn" title="The setup link is not complete">
        Open the whole link that the server printed when it started. It ends with “#” and a long token; whoever has it
        becomes the first administrator, so it is shown only there.
      </Callout>
    </FocusCard>
  );
}
