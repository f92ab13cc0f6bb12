'use client';

import { claimSetupInput } from '@gatehouse/contracts/identity';
import Link from 'next/link';
import { useState } from 'react';
import { api } from '../api/client.tsx';
import { FormProblem, type Problem } from '../forms/form-problem.tsx';
import { NewPasswordField } from '../forms/new-password-field.tsx';
import { placeServerErrors, useZodForm } from '../forms/use-zod-form.ts';
import { startSession } from '../session/browser.ts';
import { FocusCard } from '../shell/focus-card.tsx';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { TextField } from '../ui/field.tsx';

export function AdministratorStep({ token, onDone }: { token: string; onDone: () => void }) {
  const form = useZodForm(claimSetupInput, { token, name: '', email: '', password: '' });
  const claim = api.setup.claim.useMutation();
  const [problem, setProblem] = useState<Problem>(null);
  const [isClaimedOnly, setClaimedOnly] = useState(false);
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async (input) => {
    setProblem(null);
    try {
      await claim.mutateAsync(input);
    } catch (error) {
      setProblem(placeServerErrors(form, error));
      return;
    }
    const failure = await startSession(input);
    if (failure) setClaimedOnly(true);
    else onDone();
  });

  if (isClaimedOnly) return <SignInByHand />;
  return (
    <FocusCard
      title="Create the first administrator"
      description="You will own this installation. Colleagues are invited afterwards."
    >
      <form onSubmit={submit} noValidate className="grid gap-4">
        <TextField label="Your name" autoComplete="name" error={errors.name?.message} {...form.register('name')} />
        <TextField
          label="E-mail"
          type="email"
          autoComplete="username"
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
          Create administrator
        </Button>
      </form>
    </FocusCard>
  );
}

function SignInByHand() {
  return (
    <FocusCard title="Your account is ready">
      <Callout tone="info">Signing you in did not work just now. Sign in with the password that you chose.</Callout>
      <Button asChild variant="primary" size="lg">
        <Link href="/sign-in?next=/gateways">Go to sign-in</Link>
      </Button>
    </FocusCard>
  );
}
