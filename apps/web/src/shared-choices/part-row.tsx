'use client';

import type { FollowedPart } from '@gatehouse/contracts/sharing';
import { type FormEvent, useState } from 'react';
import { toast } from 'sonner';
import { api } from '../api/client.tsx';
import { FormProblem } from '../forms/form-problem.tsx';
import { useAction } from '../gateways/use-action.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { SecretField } from '../ui/field.tsx';
import { partKinds, partStates } from './part-kinds.ts';

type PartRowProps = { subscriptionId: string; part: FollowedPart };

/** One command, address or plugin of a share that is followed: what it is, and what it waits for. */
export function PartRow({ subscriptionId, part }: PartRowProps) {
  const [isFilling, setFilling] = useState(false);
  const consent = api.sharing.consent.useMutation();
  const utils = api.useUtils();
  const { run, isBusy, problem } = useAction(async (isWithdrawn: boolean) => {
    await consent.mutateAsync({ id: subscriptionId, consents: [part.hash], isWithdrawn });
    await utils.sharing.subscriptions.invalidate();
    void utils.bundles.invalidate();
  });
  const isAgreed = part.state === 'in-use' || part.state === 'waiting-for-values';
  return (
    <li className="grid gap-2 py-2.5">
      <div className="flex flex-wrap items-start gap-x-3 gap-y-2">
        <div className="grid min-w-0 flex-1 basis-60 gap-0.5">
          <span className="flex flex-wrap items-center gap-2 text-sm">
            <span>
              {part.kind === 'plugin' ? 'Plugin' : 'Server'} <span className="font-medium">{part.name}</span>
            </span>
            <Badge tone={partStates[part.state].tone}>{partStates[part.state].label}</Badge>
          </span>
          <code className="text-xs text-ink-muted [overflow-wrap:anywhere]">{part.content}</code>
        </div>
        <div className="flex gap-2">
          {part.state === 'in-use' && part.variables.length > 0 && (
            <Button size="sm" aria-expanded={isFilling} onClick={() => setFilling(!isFilling)}>
              Values
            </Button>
          )}
          {part.state === 'waiting-for-consent' && (
            <Button
              size="sm"
              variant="primary"
              isBusy={isBusy}
              aria-label={`Agree to the ${partKinds[part.kind]} ${part.name}`}
              onClick={() => run(false)}
            >
              Agree
            </Button>
          )}
          {isAgreed && (
            <Button
              size="sm"
              variant="ghost"
              isBusy={isBusy}
              aria-label={`Use the ${partKinds[part.kind]} ${part.name} no longer`}
              onClick={() => run(true)}
            >
              Withdraw
            </Button>
          )}
        </div>
      </div>
      {(isFilling || part.state === 'waiting-for-values') && (
        <ValuesForm subscriptionId={subscriptionId} part={part} onDone={() => setFilling(false)} />
      )}
      <FormProblem problem={problem} />
    </li>
  );
}

function ValuesForm({ subscriptionId, part, onDone }: PartRowProps & { onDone: () => void }) {
  const fillIn = api.sharing.fillIn.useMutation();
  const utils = api.useUtils();
  const [values, setValues] = useState<Record<string, string>>({});
  const { run, isBusy, problem } = useAction(async () => {
    await fillIn.mutateAsync({ id: subscriptionId, server: part.name, values });
    await utils.sharing.subscriptions.invalidate();
    void utils.bundles.invalidate();
    toast.success('Saved, sealed. Only your own bundles carry these.');
    onDone();
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run(undefined);
  };
  return (
    <form onSubmit={submit} className="grid gap-3 rounded-card border border-line bg-canvas p-3">
      <div className="grid gap-3 sm:grid-cols-2">
        {part.variables.map((variable) => (
          <SecretField
            key={variable}
            label={variable}
            placeholder={part.filledIn.includes(variable) ? 'unchanged' : 'Your own value'}
            value={values[variable] ?? ''}
            onChange={(event) => setValues({ ...values, [variable]: event.target.value })}
          />
        ))}
      </div>
      <FormProblem problem={problem} />
      <Button
        type="submit"
        size="sm"
        className="w-fit"
        isBusy={isBusy}
        disabled={Object.values(values).every((value) => value === '')}
      >
        Save values
      </Button>
    </form>
  );
}
