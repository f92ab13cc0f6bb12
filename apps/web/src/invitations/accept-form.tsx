'use client';

import { acceptInvitationInput } from '@gatehouse/contracts/identity';
import { useState } from 'react';
import { type Answers, api } from '../api/client.tsx';
import { FormProblem, type Problem } from '../forms/form-problem.tsx';
import { NewPasswordField } from '../forms/new-password-field.tsx';
import { placeServerErrors, useZodForm } from '../forms/use-zod-form.ts';
import { roleLabels, roleMeanings } from '../messages/en.ts';
import { startSession } from '../session/browser.ts';
import { FocusCard } from '../shell/focus-card.tsx';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';

type AcceptFormProps = { token: string; preview: Answers['invitations']['preview'] };

export function AcceptForm({ token, preview }: AcceptFormProps) {
  const form = useZodForm(acceptInvitationInput, { token, name: '', email: preview.email ?? '', password: '' });
  const accept = api.invitations.accept.useMutation();
  const [problem, setProblem] = useState<Problem>(null);
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async (input) => {
    setProblem(null);
    try {
      await accept.mutateAsync(input);
    } catch (error) {
      setProblem(placeServerErrors(form, error, { email_taken: 'email' }));
      return;
    }
    const failure = await startSession(input);
    window.location.assign(failure ? '/sign-in' : '/');
    return new Promise(() => {});
  });

  return (
    <FocusCard
      title="Join Gatehouse"
      description={
        <>
          <strong className="font-medium text-ink">{preview.invitedBy}</strong> invites you as{' '}
          <strong className="font-medium text-ink">{roleLabels[preview.role]}</strong>. {roleMeanings[preview.role]}
        </>
      }
    >
      <form onSubmit={submit} noValidate className="grid gap-4">
        <TextField label="Your name" autoComplete="name" error={errors.name?.message} {...form.register('name')} />
        <TextField
          label="E-mail"
          type="email"
          autoComplete="username"
          readOnly={preview.email !== null}
          hint={preview.email === null ? undefined : 'The invitation is for this address only.'}
          error={errors.email?.message}
          {...form.register('email')}
        />
        <NewPasswordField
          label="Password"
          typed={form.watch('password')}
          error={errors.password?.message}
          {...form.register('password')}
        />
        <FormProblem problem={problem} />
        <Button type="submit" variant="primary" size="lg" isBusy={isSubmitting}>
          Accept invitation
        </Button>
      </form>
    </FocusCard>
  );
}
