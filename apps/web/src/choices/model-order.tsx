'use client';

import { ArrowUp, Plus, X } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { ModelInput } from './model-input.tsx';

type ModelOrderProps = {
  /** Whose models they are, for the names of the controls. */
  name: string;
  value: readonly string[];
  known: readonly string[];
  onChange: (models: string[]) => void;
};

/** Models best first: the first that is offered is used, the others stand in for it. */
export function ModelOrder({ name, value, known, onChange }: ModelOrderProps) {
  const [typed, setTyped] = useState('');
  const add = () => {
    const model = typed.trim();
    if (model === '') return;
    onChange([...value.filter((other) => other !== model), model]);
    setTyped('');
  };
  const raise = (index: number) => {
    const next = [...value];
    next.splice(index - 1, 0, ...next.splice(index, 1));
    onChange(next);
  };
  return (
    <div className="grid gap-1.5">
      <ol className="grid gap-1 empty:hidden">
        {value.map((model, index) => (
          <li key={model} className="flex items-center gap-2 rounded-control bg-sunken py-1 pr-1 pl-2.5">
            <span className="w-4 text-2xs text-ink-faint tabular-nums" aria-hidden>
              {index + 1}
            </span>
            <span className="min-w-0 flex-1 truncate font-mono text-xs" title={model}>
              {model}
            </span>
            {index > 0 && (
              <Button
                variant="ghost"
                size="icon"
                className="size-6"
                aria-label={`Prefer ${model} for ${name}`}
                onClick={() => raise(index)}
              >
                <ArrowUp aria-hidden />
              </Button>
            )}
            <Button
              variant="ghost"
              size="icon"
              className="size-6"
              aria-label={`Remove ${model} from ${name}`}
              onClick={() => onChange(value.filter((other) => other !== model))}
            >
              <X aria-hidden />
            </Button>
          </li>
        ))}
      </ol>
      {value.length < 10 && (
        <div className="flex gap-1.5">
          <ModelInput
            aria-label={`Add a model for ${name}`}
            placeholder={value.length === 0 ? 'Choose a model' : 'Add a fallback'}
            models={known.filter((model) => !value.includes(model))}
            value={typed}
            onChange={setTyped}
            onKeyDown={(event: KeyboardEvent) => {
              if (event.key !== 'Enter') return;
              event.preventDefault();
              add();
            }}
          />
          <Button className="h-9" aria-label={`Add the model to ${name}`} disabled={typed.trim() === ''} onClick={add}>
            <Plus aria-hidden /> Add
          </Button>
        </div>
      )}
    </div>
  );
}
