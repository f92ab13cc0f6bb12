'use client';

import { Plus, X } from 'lucide-react';
import { useFieldArray, useFormContext } from 'react-hook-form';
import { Button } from '../ui/button.tsx';
import { Input, SecretInput } from '../ui/input.tsx';

type WithKeys = { apiKeys: { keep?: number; value?: string }[] };

/** The keys that a provider has, and new ones; `masked` by their place. */
export function KeyListFields({ masked }: { masked: readonly string[] }) {
  const { control, register, formState } = useFormContext<WithKeys>();
  const { fields, append, remove } = useFieldArray<WithKeys>({ control, name: 'apiKeys' });
  const errors = formState.errors.apiKeys;
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1 text-sm font-medium">API keys</legend>
      <p className="text-xs text-ink-muted">
        {fields.length > 0
          ? 'The gateway takes turns between them.'
          : 'Without a key, the provider is asked without one.'}
      </p>
      {fields.length > 0 && (
        <ul className="grid gap-2">
          {fields.map((field, index) => (
            <li key={field.id} className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-2">
              {field.keep === undefined ? (
                <SecretInput
                  aria-label={`Key ${index + 1}`}
                  aria-invalid={errors?.[index] ? true : undefined}
                  {...register(`apiKeys.${index}.value`)}
                />
              ) : (
                <Input
                  aria-label={`Key ${index + 1}`}
                  readOnly
                  className="font-mono"
                  value={masked[field.keep] ?? ''}
                />
              )}
              <Button variant="ghost" size="icon" aria-label={`Remove key ${index + 1}`} onClick={() => remove(index)}>
                <X aria-hidden />
              </Button>
              {errors?.[index] && (
                <p role="alert" className="col-span-2 text-xs text-bad">
                  {errors[index]?.value?.message ?? 'Paste the whole key.'}
                </p>
              )}
            </li>
          ))}
        </ul>
      )}
      <Button size="sm" className="w-fit" onClick={() => append({ value: '' })}>
        <Plus aria-hidden /> Add key
      </Button>
    </fieldset>
  );
}
