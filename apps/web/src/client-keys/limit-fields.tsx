'use client';

import type { ClientKeyView, KeyLimitKind } from '@gatehouse/contracts/client-keys';
import { useFormContext } from 'react-hook-form';
import { parseModelIds } from '../forms/model-lines.ts';
import { clearable, numeric, optional } from '../forms/use-zod-form.ts';
import { TextareaField, TextField } from '../ui/field.tsx';
import { localMinute } from './key-limits.ts';

type WithLimits = {
  models?: string[] | null;
  maxBudget?: string | null;
  budgetDuration?: string | null;
  rpmLimit?: number | null;
  tpmLimit?: number | null;
  expiresAt?: Date | null;
};

type LimitFieldsProps = {
  /** What the gateway can do; the rest is not offered. */
  kinds: readonly KeyLimitKind[];
  /** What an empty field says: not limited, or no longer limited. */
  empty: null | undefined;
  current?: Pick<ClientKeyView, 'limits' | 'expiresAt'>;
};

/** What a key may do and until when. Expiry works at every gateway. */
export function LimitFields({ kinds, empty, current }: LimitFieldsProps) {
  const { register, formState } = useFormContext<WithLimits>();
  const { errors } = formState;
  // What another gateway cannot do leaves the form with its field.
  const leaving = { shouldUnregister: true } as const;
  const text = { ...(empty === null ? clearable : optional), ...leaving };
  const count = { ...numeric(empty), ...leaving };
  return (
    <>
      {kinds.includes('models') && (
        <TextareaField
          label="Models"
          isOptional
          placeholder={'one-model-id\nanother-model-id'}
          hint="One id a line, as in the list of models. Empty: every model."
          defaultValue={current?.limits.models?.join('\n') ?? ''}
          error={errors.models?.message}
          {...register('models', { setValueAs: (value: unknown) => modelsIn(value, empty), ...leaving })}
        />
      )}
      {kinds.includes('budget') && (
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            label="Budget in USD"
            isOptional
            inputMode="decimal"
            placeholder="25.00"
            error={errors.maxBudget?.message}
            {...register('maxBudget', text)}
          />
          <TextField
            label="Starts anew every"
            isOptional
            placeholder="30d"
            hint="Such as 1d, 7d, 30d."
            error={errors.budgetDuration?.message}
            {...register('budgetDuration', text)}
          />
        </div>
      )}
      {kinds.includes('rates') && (
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            label="Requests a minute"
            isOptional
            inputMode="numeric"
            placeholder="60"
            error={errors.rpmLimit?.message}
            {...register('rpmLimit', count)}
          />
          <TextField
            label="Tokens a minute"
            isOptional
            inputMode="numeric"
            placeholder="100000"
            error={errors.tpmLimit?.message}
            {...register('tpmLimit', count)}
          />
        </div>
      )}
      <TextField
        label="Expires"
        isOptional
        type="datetime-local"
        hint="From then on the key is refused."
        defaultValue={current?.expiresAt ? localMinute(current.expiresAt) : ''}
        error={errors.expiresAt?.message}
        {...register('expiresAt', { setValueAs: (value: unknown) => momentIn(value, empty) })}
      />
    </>
  );
}

function modelsIn(value: unknown, empty: null | undefined): unknown {
  if (typeof value !== 'string') return value ?? empty;
  const ids = parseModelIds(value);
  return ids.length > 0 ? ids : empty;
}

function momentIn(value: unknown, empty: null | undefined): unknown {
  if (typeof value !== 'string') return value ?? empty;
  return value === '' ? empty : new Date(value);
}
