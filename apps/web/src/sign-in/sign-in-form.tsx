'use client';

import { email } from '@gatehouse/contracts/fields';
import { useState } from 'react';
import { z } from 'zod';
import { FormProblem, type Problem } from '../forms/form-problem.tsx';
import { useZodForm } from '../forms/use-zod-form.ts';
import { sentence } from '../messages/explain.ts';
import { startSession } from '../session/browser.ts';
import { FocusCard } from '../shell/focus-card.tsx';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { SecretField, TextField } from '../ui/field.tsx';

const signInInput = z.object({ email, password: z.string().min(1, 'Enter your password.').max(256) });

export function SignInForm({ next, isSetUp }: { next: string; isSetUp: boolean }) {
  const form = useZodForm(signInInput, { email: '', password: '' });
  const [problem, setProblem] = useState<Problem>(null);
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async (credentials) => {
    setProblem(null);
    const failure = await startSession(credentials);
    if (!failure) {
      // A full load: the pages are rendered for whoever is signed in.
      window.location.assign(next);
      // Stays busy until the next page is there.
      return new Promise(() => {});
    }
    setProblem({
      text: failure.error ? sentence(failure.error) : 'Signing in failed on the server. Its log tells why.',
      requestId: failure.error ? null : failure.requestId,
    });
  });

  return (
    <FocusCard title="Sign in" description="Welcome back to your team’s gateway.">
      {!isSetUp && (
        <Callout tone="info" title="Not set up yet">
          Open the setup link that the server printed when it started.
        </Callout>
      )}
      <form onSubmit={submit} noValidate className="grid gap-4">
        <TextField
          label="E-mail"
          type="email"
          autoComplete="username"
          autoFocus
          error={errors.email?.message}
          {...form.register('email')}
        />
        <SecretField
          label="Password"
          autoComplete="current-password"
          error={errors.password?.message}
          {...form.register('password')}
        />
        <FormProblem problem={problem} />
        <Button type="submit" variant="primary" size="lg" isBusy={isSubmitting}>
          Sign in
        </Button>
      </form>
      <p className="text-xs text-ink-muted">No account yet, or your password forgotten? Ask an administrator.</p>
    </FocusCard>
  );
}
