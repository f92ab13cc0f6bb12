'use client';

import { Plus, X } from 'lucide-react';
import { useFieldArray, useFormContext } from 'react-hook-form';
import { Button } from '../ui/button.tsx';
import { Input, SecretInput } from '../ui/input.tsx';
import { optional } from './use-zod-form.ts';

type WithHeaders = { headers: { name: string; value?: string }[] };

/** Rows of “name: value” for a form that has `headers`. `kept`: names whose values stay unless another one is typed. */
export function HeaderFields({ kept = [] }: { kept?: readonly string[] }) {
  const { control, formState } = useFormContext<WithHeaders>();
  const { fields, append, remove } = useFieldArray<WithHeaders>({ control, name: 'headers' });
  const errors = formState.errors.headers;
  const listError = errors?.root?.message ?? (errors as { message?: string } | undefined)?.message;
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1 text-sm font-medium">Headers</legend>
      <p className="text-xs text-ink-muted">
        Sent with each request to the provider. Values are shown to nobody again.
      </p>
      {fields.length > 0 && (
        <ul className="grid gap-2">
          {fields.map((field, index) => (
            <HeaderRow key={field.id} index={index} isKept={kept.includes(field.name)} onRemove={() => remove(index)} />
          ))}
        </ul>
      )}
      {listError && (
        <p role="alert" className="text-xs text-bad">
          {listError}
        </p>
      )}
      <Button size="sm" className="w-fit" onClick={() => append({ name: '' })}>
        <Plus aria-hidden /> Add header
      </Button>
    </fieldset>
  );
}

function HeaderRow({ index, isKept, onRemove }: { index: number; isKept: boolean; onRemove: () => void }) {
  const { register, formState } = useFormContext<WithHeaders>();
  const errors = formState.errors.headers?.[index];
  const error = errors?.name?.message ?? errors?.value?.message;
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto] items-center gap-2">
      <Input
        aria-label={`Header ${index + 1} name`}
        placeholder="X-Team"
        className="font-mono text-xs"
        readOnly={isKept}
        aria-invalid={errors?.name ? true : undefined}
        {...register(`headers.${index}.name`)}
      />
      <SecretInput
        aria-label={`Header ${index + 1} value`}
        placeholder={isKept ? 'unchanged' : 'value'}
        className="text-xs"
        aria-invalid={errors?.value ? true : undefined}
        {...register(`headers.${index}.value`, optional)}
      />
      <Button variant="ghost" size="icon" aria-label={`Remove header ${index + 1}`} onClick={onRemove}>
        <X aria-hidden />
      </Button>
      {error && (
        <p role="alert" className="col-span-3 text-xs text-bad">
          {error}
        </p>
      )}
    </li>
  );
}
