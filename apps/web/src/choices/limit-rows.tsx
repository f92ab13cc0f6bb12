'use client';

import type { EditedBundleChoices, ModelLimit } from '@gatehouse/contracts/bundle-choices';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../ui/card.tsx';
import { Input } from '../ui/input.tsx';
import { ModelInput } from './model-input.tsx';

type Limits = EditedBundleChoices['limits'];
type LimitRowsProps = { limits: Limits; models: readonly string[]; onChange: (limits: Limits) => void };

export function LimitRows({ limits, models, onChange }: LimitRowsProps) {
  const [typed, setTyped] = useState('');
  const set = (model: string, limit: ModelLimit | null) => {
    const { [model]: _, ...others } = limits;
    onChange(limit === null ? others : { ...others, [model]: limit });
  };
  const add = () => {
    if (typed.trim() !== '') set(typed.trim(), {});
    setTyped('');
  };
  const names = Object.keys(limits).sort();
  return (
    <Card>
      <CardHeader
        title="Limits"
        description="Use less of a model than it could: agents shorten what they send. A limit never raises what the model can do."
      />
      <CardBody className="grid gap-2">
        {names.map((model) => (
          <fieldset key={model} className="flex flex-wrap items-center gap-2">
            <legend className="sr-only">{model}</legend>
            <span className="min-w-40 flex-1 truncate font-mono text-xs" title={model}>
              {model}
            </span>
            <TokenInput
              label={`Context of ${model} in tokens`}
              placeholder="Context"
              value={limits[model]?.contextLimit}
              onChange={(contextLimit) => set(model, merged(limits[model], 'contextLimit', contextLimit))}
            />
            <TokenInput
              label={`Output of ${model} in tokens`}
              placeholder="Output"
              value={limits[model]?.outputLimit}
              onChange={(outputLimit) => set(model, merged(limits[model], 'outputLimit', outputLimit))}
            />
            <Button
              variant="ghost"
              size="icon"
              aria-label={`Remove the limits of ${model}`}
              onClick={() => set(model, null)}
            >
              <X aria-hidden />
            </Button>
          </fieldset>
        ))}
        <form
          className="flex max-w-lg gap-1.5"
          onSubmit={(event) => {
            event.preventDefault();
            add();
          }}
        >
          <ModelInput
            aria-label="Model to limit"
            placeholder="Choose a model"
            models={models.filter((model) => !names.includes(model))}
            value={typed}
            onChange={setTyped}
          />
          <Button type="submit" className="h-9" disabled={typed.trim() === ''}>
            <Plus aria-hidden /> Limit
          </Button>
        </form>
      </CardBody>
    </Card>
  );
}

function merged(limit: ModelLimit | undefined, field: keyof ModelLimit, value: number | undefined): ModelLimit {
  const { [field]: _, ...others } = limit ?? {};
  return value === undefined ? others : { ...others, [field]: value };
}

type TokenInputProps = {
  label: string;
  placeholder: string;
  value: number | undefined;
  onChange: (value: number | undefined) => void;
};

function TokenInput({ label, placeholder, value, onChange }: TokenInputProps) {
  return (
    <Input
      type="number"
      min={1}
      inputMode="numeric"
      aria-label={label}
      placeholder={placeholder}
      className="w-32 tabular-nums"
      value={value ?? ''}
      onChange={(event) => onChange(event.target.value === '' ? undefined : Math.trunc(Number(event.target.value)))}
    />
  );
}
