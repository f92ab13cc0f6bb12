'use client';

import { accountProviders, startConnectInput } from '@gatehouse/contracts/provider-accounts';
import { useState } from 'react';
import { type Answers, api } from '../api/client.tsx';
import { FormProblem, type Problem } from '../forms/form-problem.tsx';
import { optional, placeServerErrors, useZodForm } from '../forms/use-zod-form.ts';
import { GatewaySelect } from '../gateways/gateway-select.tsx';
import { Button } from '../ui/button.tsx';
import { DialogBody, DialogFooter } from '../ui/dialog.tsx';
import { SelectField, TextField } from '../ui/field.tsx';
import { accountLabels } from './account-labels.ts';
import { ConnectProgress } from './connect-progress.tsx';

type Start = Answers['providerAccounts']['startConnect'];

/** First which account, then the sign-in itself. */
export function ConnectAccount({ onDone }: { onDone: () => void }) {
  const [start, setStart] = useState<Start | null>(null);
  if (!start) return <ConnectForm onStarted={setStart} onDone={onDone} />;
  return <ConnectProgress key={start.id} start={start} onDone={onDone} onAgain={() => setStart(null)} />;
}

function ConnectForm({ onStarted, onDone }: { onStarted: (start: Start) => void; onDone: () => void }) {
  const form = useZodForm(startConnectInput, { provider: 'claude', name: '' });
  const begin = api.providerAccounts.startConnect.useMutation();
  const [problem, setProblem] = useState<Problem>(null);
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async (input) => {
    setProblem(null);
    try {
      onStarted(await begin.mutateAsync(input));
    } catch (error) {
      setProblem(placeServerErrors(form, error));
    }
  });
  return (
    <form onSubmit={submit} noValidate className="contents">
      <DialogBody>
        <GatewaySelect {...form.register('gatewayId', optional)} />
        <SelectField label="Provider" error={errors.provider?.message} {...form.register('provider')}>
          {accountProviders.map((value) => (
            <option key={value} value={value}>
              {accountLabels[value]}
            </option>
          ))}
        </SelectField>
        <TextField
          label="Name"
          placeholder="My subscription"
          autoComplete="off"
          hint="So that you and others recognise it. Nobody sees the account’s address."
          error={errors.name?.message}
          {...form.register('name')}
        />
        <FormProblem problem={problem} />
      </DialogBody>
      <DialogFooter>
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" variant="primary" isBusy={isSubmitting}>
          Continue
        </Button>
      </DialogFooter>
    </form>
  );
}
