'use client';

import { type ModelView, modalities, modelKinds, overrideModelInput } from '@gatehouse/contracts/models';
import { type FormEvent, useState } from 'react';
import { toast } from 'sonner';
import { api } from '../api/client.tsx';
import { FormProblem, type Problem } from '../forms/form-problem.tsx';
import { explain } from '../messages/explain.ts';
import { Button } from '../ui/button.tsx';
import { DialogBody, DialogFooter } from '../ui/dialog.tsx';
import { SelectField, TextField } from '../ui/field.tsx';
import { changesIn, fieldsOf, type ModelFields } from './model-changes.ts';

export function EditModelForm({ model, onDone }: { model: ModelView; onDone: () => void }) {
  const [fields, setFields] = useState(() => fieldsOf(model));
  const [problem, setProblem] = useState<Problem>(null);
  const override = api.models.override.useMutation();
  const utils = api.useUtils();
  const set = (change: Partial<ModelFields>) => setFields((before) => ({ ...before, ...change }));

  const save = async (input: Parameters<typeof override.mutateAsync>[0]) => {
    setProblem(null);
    const checked = overrideModelInput.safeParse(input);
    if (!checked.success) return setProblem({ text: sentenceOf(checked.error.issues), requestId: null });
    try {
      await override.mutateAsync(checked.data);
      await Promise.all([utils.models.invalidate(), utils.bundles.invalidate()]);
      toast.success('Saved.');
      onDone();
    } catch (error) {
      setProblem(explain(error));
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save(changesIn(model, fields));
  };

  return (
    <form onSubmit={submit} noValidate className="contents">
      <DialogBody>
        <ModelFieldInputs fields={fields} set={set} />
        <FormProblem problem={problem} />
      </DialogBody>
      <DialogFooter>
        {model.overridden.length > 0 && (
          <Button
            className="sm:mr-auto"
            disabled={override.isPending}
            onClick={() => save({ gatewayId: model.gatewayId, modelId: model.id, reset: model.overridden })}
          >
            Forget what was set
          </Button>
        )}
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" variant="primary" isBusy={override.isPending}>
          Save
        </Button>
      </DialogFooter>
    </form>
  );
}

const sentenceOf = (issues: readonly { path: PropertyKey[]; message: string }[]): string =>
  issues.map(({ path, message }) => `${path.slice(1).join(' ')}: ${message}`).join(' ');

type InputsProps = { fields: ModelFields; set: (change: Partial<ModelFields>) => void };

function ModelFieldInputs({ fields, set }: InputsProps) {
  const text = (name: 'displayName' | 'contextLimit' | 'outputLimit' | 'inputPrice' | 'outputPrice') => ({
    value: fields[name],
    autoComplete: 'off',
    onChange: (event: { target: { value: string } }) => set({ [name]: event.target.value }),
  });
  return (
    <>
      <TextField label="Name" {...text('displayName')} />
      <SelectField
        label="Kind"
        hint="Coding agents are offered chat models only."
        value={fields.kind}
        onChange={(event) => set({ kind: modelKinds.find((kind) => kind === event.target.value) ?? fields.kind })}
      >
        {modelKinds.map((kind) => (
          <option key={kind}>{kind}</option>
        ))}
      </SelectField>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField label="Context, in tokens" inputMode="numeric" placeholder="unknown" {...text('contextLimit')} />
        <TextField label="Output, in tokens" inputMode="numeric" placeholder="unknown" {...text('outputLimit')} />
        <TextField
          label="US dollars for a million in"
          inputMode="decimal"
          placeholder="unknown"
          {...text('inputPrice')}
        />
        <TextField label="and out" inputMode="decimal" placeholder="unknown" {...text('outputPrice')} />
      </div>
      <fieldset className="flex flex-wrap gap-x-5 gap-y-2">
        <legend className="mb-1.5 text-sm font-medium">What it can</legend>
        <Check label="Reasoning" isChecked={fields.hasReasoning} onChange={(hasReasoning) => set({ hasReasoning })} />
        <Check label="Tools" isChecked={fields.hasTools} onChange={(hasTools) => set({ hasTools })} />
      </fieldset>
      <fieldset className="flex flex-wrap gap-x-5 gap-y-2">
        <legend className="mb-1.5 text-sm font-medium">What it reads</legend>
        {modalities.map((name) => (
          <Check
            key={name}
            label={name}
            isChecked={fields.inputModalities.includes(name)}
            onChange={(isChecked) =>
              set({
                inputModalities: modalities.filter((each) =>
                  each === name ? isChecked : fields.inputModalities.includes(each),
                ),
              })
            }
          />
        ))}
      </fieldset>
    </>
  );
}

type CheckProps = { label: string; isChecked: boolean; onChange: (isChecked: boolean) => void };

function Check({ label, isChecked, onChange }: CheckProps) {
  return (
    <label className="flex items-center gap-2 text-sm">
      <input
        type="checkbox"
        className="size-4 accent-[var(--color-accent)]"
        checked={isChecked}
        onChange={(event) => onChange(event.target.checked)}
      />
      {label}
    </label>
  );
}
