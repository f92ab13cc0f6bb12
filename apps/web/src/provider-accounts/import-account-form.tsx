'use client';

import { accountProviders, importAccountInput, maxCredentialBytes } from '@gatehouse/contracts/provider-accounts';
import { useState } from 'react';
import { toast } from 'sonner';
import { api } from '../api/client.tsx';
import { FormProblem, type Problem } from '../forms/form-problem.tsx';
import { optional, placeServerErrors, useZodForm } from '../forms/use-zod-form.ts';
import { GatewaySelect } from '../gateways/gateway-select.tsx';
import { Button } from '../ui/button.tsx';
import { DialogBody, DialogFooter } from '../ui/dialog.tsx';
import { SelectField, TextField } from '../ui/field.tsx';
import { accountLabels } from './account-labels.ts';

export function ImportAccountForm({ onDone }: { onDone: () => void }) {
  const form = useZodForm(importAccountInput, { provider: 'claude', name: '', content: '' });
  const bring = api.providerAccounts.import.useMutation();
  const utils = api.useUtils();
  const [problem, setProblem] = useState<Problem>(null);
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async (input) => {
    setProblem(null);
    try {
      await bring.mutateAsync(input);
      await utils.providerAccounts.list.invalidate();
      toast.success('The file is at the gateway.');
      onDone();
    } catch (error) {
      setProblem(placeServerErrors(form, error, { credential_file_unusable: 'content' }));
    }
  });
  const choose = async (file: File | undefined) => {
    const isSmall = file !== undefined && file.size <= maxCredentialBytes;
    form.setValue('content', isSmall ? await file.text() : '', { shouldValidate: false });
    if (file && !isSmall) form.setError('content', { message: 'A credential file is smaller than 64 KiB.' });
    else form.clearErrors('content');
  };
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
          error={errors.name?.message}
          {...form.register('name')}
        />
        <TextField
          label="Credential file"
          type="file"
          accept="application/json,.json"
          hint="As a command line of the provider, or another gateway, has written it."
          error={errors.content?.message}
          onChange={(event) => void choose(event.target.files?.[0])}
        />
        <FormProblem problem={problem} />
      </DialogBody>
      <DialogFooter>
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" variant="primary" isBusy={isSubmitting}>
          Import
        </Button>
      </DialogFooter>
    </form>
  );
}
