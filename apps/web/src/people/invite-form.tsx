'use client';

import { createInvitationInput } from '@gatehouse/contracts/identity';
import { useState } from 'react';
import { type Answers, api } from '../api/client.tsx';
import { FormProblem, type Problem } from '../forms/form-problem.tsx';
import { optional, placeServerErrors, useZodForm } from '../forms/use-zod-form.ts';
import { Button } from '../ui/button.tsx';
import { DialogBody, DialogFooter } from '../ui/dialog.tsx';
import { SelectField, TextField } from '../ui/field.tsx';
import { RoleChoice } from './role-choice.tsx';

type InviteFormProps = { onCreated: (created: Answers['invitations']['create']) => void; onCancel: () => void };

export function InviteForm({ onCreated, onCancel }: InviteFormProps) {
  const form = useZodForm(createInvitationInput, { role: 'member', expiresInDays: 7 });
  const create = api.invitations.create.useMutation();
  const [problem, setProblem] = useState<Problem>(null);
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async (input) => {
    setProblem(null);
    try {
      onCreated(await create.mutateAsync(input));
    } catch (error) {
      setProblem(placeServerErrors(form, error, { email_taken: 'email' }));
    }
  });

  return (
    <form onSubmit={submit} noValidate className="contents">
      <DialogBody>
        <div className="grid gap-1.5">
          <span className="text-sm font-medium">Role</span>
          <RoleChoice value={form.watch('role')} onChange={(role) => form.setValue('role', role)} />
        </div>
        <TextField
          label="E-mail"
          type="email"
          isOptional
          autoComplete="off"
          hint="If given, only this address can accept."
          error={errors.email?.message}
          {...form.register('email', optional)}
        />
        <SelectField
          label="Valid for"
          error={errors.expiresInDays?.message}
          {...form.register('expiresInDays', { valueAsNumber: true })}
        >
          <option value={1}>1 day</option>
          <option value={7}>7 days</option>
          <option value={30}>30 days</option>
        </SelectField>
        <FormProblem problem={problem} />
      </DialogBody>
      <DialogFooter>
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary" isBusy={isSubmitting}>
          Create link
        </Button>
      </DialogFooter>
    </form>
  );
}
