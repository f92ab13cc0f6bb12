'use client';

import type { ModelMapping } from '@gatehouse/contracts/provider-keys';
import { ClipboardPaste, Plus, X } from 'lucide-react';
import { useState } from 'react';
import { useFieldArray, useFormContext } from 'react-hook-form';
import { Button } from '../ui/button.tsx';
import { TextareaField } from '../ui/field.tsx';
import { Input } from '../ui/input.tsx';
import { parseModelMappings } from './model-lines.ts';

type WithModels = { models: ModelMapping[] };

/** Rows of “upstream id → alias” for a form that has `models`. */
export function ModelMappingFields({ hint }: { hint: string }) {
  const form = useFormContext<WithModels>();
  const { fields, append, remove, replace } = useFieldArray<WithModels>({ control: form.control, name: 'models' });
  const [isPasting, setPasting] = useState(false);
  const errors = form.formState.errors.models;
  const listError = errors?.root?.message ?? (errors as { message?: string } | undefined)?.message;

  const takeOver = (text: string) => {
    const kept = form.getValues('models').filter((row) => row.name !== '' || row.alias !== '');
    replace([...kept, ...parseModelMappings(text)]);
    setPasting(false);
  };

  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1 text-sm font-medium">Models</legend>
      <p className="text-xs text-ink-muted">{hint}</p>
      {fields.length > 0 && (
        <ul className="grid gap-2">
          {fields.map((field, index) => (
            <MappingRow key={field.id} index={index} onRemove={() => remove(index)} />
          ))}
        </ul>
      )}
      {listError && (
        <p role="alert" className="text-xs text-bad">
          {listError}
        </p>
      )}
      {isPasting && <PasteModels onTake={takeOver} onCancel={() => setPasting(false)} />}
      {!isPasting && (
        <div className="flex gap-2">
          <Button size="sm" onClick={() => append({ name: '', alias: '' })}>
            <Plus aria-hidden /> Add model
          </Button>
          <Button size="sm" variant="ghost" onClick={() => setPasting(true)}>
            <ClipboardPaste aria-hidden /> Paste a list
          </Button>
        </div>
      )}
    </fieldset>
  );
}

function MappingRow({ index, onRemove }: { index: number; onRemove: () => void }) {
  const { register, formState } = useFormContext<WithModels>();
  const errors = formState.errors.models?.[index];
  const error = errors?.name?.message ?? errors?.alias?.message;
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto] items-center gap-2">
      <Input
        aria-label={`Model ${index + 1} upstream id`}
        placeholder="upstream-model-id"
        className="font-mono text-xs"
        aria-invalid={errors?.name ? true : undefined}
        {...register(`models.${index}.name`)}
      />
      <Input
        aria-label={`Model ${index + 1} alias`}
        placeholder="alias (same if empty)"
        className="font-mono text-xs"
        aria-invalid={errors?.alias ? true : undefined}
        {...register(`models.${index}.alias`)}
      />
      <Button variant="ghost" size="icon" aria-label={`Remove model ${index + 1}`} onClick={onRemove}>
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

function PasteModels({ onTake, onCancel }: { onTake: (text: string) => void; onCancel: () => void }) {
  const [text, setText] = useState('');
  return (
    <div className="grid gap-2 rounded-card border border-line bg-canvas p-3">
      <TextareaField
        label="One model a line"
        hint="Write “id = alias” where clients should ask for another name."
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <div className="flex gap-2">
        <Button size="sm" onClick={() => onTake(text)} disabled={text.trim() === ''}>
          Take over
        </Button>
        <Button size="sm" variant="ghost" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </div>
  );
}
