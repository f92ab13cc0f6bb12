'use client';

import { type FormEvent, useState } from 'react';
import { formatUserCode } from '../links/index.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Input } from '../ui/input.tsx';

type CodeStepProps = { initialCode: string; isBusy: boolean; onCode: (code: string) => void };

export function CodeStep({ initialCode, isBusy, onCode }: CodeStepProps) {
  const [typed, setTyped] = useState(initialCode);
  const [error, setError] = useState<string>();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed.length === 9) onCode(typed);
    else setError('The code has eight letters, like BCDF-GHJK.');
  };
  return (
    <form onSubmit={submit} noValidate className="grid gap-4">
      <Field label="Code" error={error}>
        {(control) => (
          <Input
            {...control}
            value={typed}
            onChange={(event) => {
              setTyped(formatUserCode(event.target.value));
              setError(undefined);
            }}
            placeholder="XXXX-XXXX"
            autoComplete="one-time-code"
            autoCapitalize="characters"
            spellCheck={false}
            className="h-12 text-center font-mono text-lg tracking-[0.18em] uppercase placeholder:tracking-[0.18em]"
          />
        )}
      </Field>
      <Button type="submit" variant="primary" size="lg" isBusy={isBusy}>
        Continue
      </Button>
    </form>
  );
}
