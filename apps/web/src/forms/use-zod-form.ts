'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import {
  type DefaultValues,
  type FieldPath,
  type FieldValues,
  type Resolver,
  type UseFormReturn,
  useForm,
} from 'react-hook-form';
import type { z } from 'zod';
import { explain } from '../messages/explain.ts';

type FormSchema = z.ZodType<FieldValues, FieldValues>;

/**
 * A form that is checked by the schema that the server checks with. `prepare` makes of what stands in the fields what
 * the schema is to see.
 */
export function useZodForm<Schema extends FormSchema>(
  schema: Schema,
  defaultValues: DefaultValues<z.input<Schema>>,
  prepare?: (values: z.input<Schema>) => z.input<Schema>,
): UseFormReturn<z.input<Schema>, unknown, z.output<Schema>> {
  // The schema's own types say more than the resolver's, which knows any record of fields.
  const check = zodResolver(schema as FormSchema, { error: emptyField }) as unknown as Resolver<
    z.input<Schema>,
    unknown,
    z.output<Schema>
  >;
  return useForm<z.input<Schema>, unknown, z.output<Schema>>({
    resolver: (values, context, options) => check(prepare ? prepare(values) : values, context, options),
    defaultValues,
    mode: 'onTouched',
  });
}

const emptyField = (issue: { code?: string | undefined; input?: unknown }): string | undefined =>
  issue.input === undefined || issue.input === '' ? 'Fill this in.' : undefined;

/** For `register`: what is left empty is not sent at all. */
export const optional = {
  setValueAs: (value: unknown): unknown =>
    typeof value === 'string' && value.trim() === '' ? undefined : value === null ? undefined : value,
};

/** For `register` in a form that edits: what is left empty is taken away. */
export const clearable = {
  setValueAs: (value: unknown): unknown => (typeof value === 'string' && value.trim() === '' ? null : value),
};

/** For `register`: a number typed as text; `empty` where nothing is typed. Anything else is left for the schema to refuse. */
export const numeric = (empty: null | undefined) => ({
  setValueAs: (value: unknown): unknown => {
    if (value === null || value === undefined || (typeof value === 'string' && value.trim() === '')) return empty;
    return Number.isNaN(Number(value)) ? value : Number(value);
  },
});

/** Puts what the server found wrong beside its field. Answers the sentence for the rest, or null if all found a place. */
export function placeServerErrors<Input extends FieldValues>(
  form: Pick<UseFormReturn<Input, unknown, unknown>, 'setError' | 'getValues'>,
  error: unknown,
  fieldOfCode: Partial<Record<string, FieldPath<Input>>> = {},
): { text: string; requestId: string | null } | null {
  const { payload, text, requestId } = explain(error);
  const field = payload && fieldOfCode[payload.code];
  if (field) {
    form.setError(field, { message: text }, { shouldFocus: true });
    return null;
  }
  if (payload?.code !== 'invalid_input') return { text, requestId };
  const placed = Object.entries(payload.details.fields).filter(([path]) => path in form.getValues());
  for (const [path, messages] of placed) form.setError(path as FieldPath<Input>, { message: messages[0] ?? text });
  return placed.length > 0 && payload.details.form.length === 0 ? null : { text, requestId };
}
