'use client';

import { type ComponentProps, useId } from 'react';
import { Input } from '../ui/input.tsx';

type ModelInputProps = Omit<ComponentProps<typeof Input>, 'onChange' | 'list'> & {
  models: readonly string[];
  onChange: (model: string) => void;
};

/** A model from the catalogue, found by typing; another one may be typed, for it may come. */
export function ModelInput({ models, onChange, className, ...props }: ModelInputProps) {
  const listId = useId();
  return (
    <>
      <Input
        {...props}
        list={listId}
        autoComplete="off"
        spellCheck={false}
        className={`font-mono text-xs ${className ?? ''}`}
        onChange={(event) => onChange(event.target.value)}
      />
      <datalist id={listId}>
        {models.map((model) => (
          <option key={model} value={model} />
        ))}
      </datalist>
    </>
  );
}
