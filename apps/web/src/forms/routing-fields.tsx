'use client';

import { useFormContext } from 'react-hook-form';
import { CheckboxField } from '../ui/checkbox-field.tsx';
import { cn } from '../ui/class-names.ts';
import { TextField } from '../ui/field.tsx';
import { numeric } from './use-zod-form.ts';

type WithRouting = {
  priority?: number | null;
  weight?: number | null;
  requestRetry?: number | null;
  isCoolingDisabled?: boolean;
};

/** How the gateway chooses between credentials. `empty`: what an empty field says. */
export function RoutingFields({ empty, hasWeight }: { empty: null | undefined; hasWeight: boolean }) {
  const { register, formState } = useFormContext<WithRouting>();
  const { errors } = formState;
  return (
    <>
      <div className={cn('grid gap-4', hasWeight ? 'sm:grid-cols-3' : 'sm:grid-cols-2')}>
        <TextField
          label="Priority"
          isOptional
          inputMode="numeric"
          placeholder="0"
          hint="Higher is used first."
          error={errors.priority?.message}
          {...register('priority', numeric(empty))}
        />
        {hasWeight && (
          <TextField
            label="Weight"
            isOptional
            inputMode="numeric"
            placeholder="1"
            hint="Its share of requests."
            error={errors.weight?.message}
            {...register('weight', numeric(empty))}
          />
        )}
        <TextField
          label="Retries"
          isOptional
          inputMode="numeric"
          placeholder="The gateway’s"
          hint="After a failure."
          error={errors.requestRetry?.message}
          {...register('requestRetry', numeric(empty))}
        />
      </div>
      <CheckboxField
        label="Use it again at once after failures"
        hint="Otherwise the gateway pauses a credential that failed."
        {...register('isCoolingDisabled')}
      />
    </>
  );
}
