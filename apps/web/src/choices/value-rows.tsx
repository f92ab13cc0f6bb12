'use client';

import { Plus, X } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import { Input, SecretInput } from '../ui/input.tsx';

/** `isKept`: it has a value that is shown to nobody; an empty field leaves it. */
export type ValueRow = { name: string; value: string; isKept: boolean };

type ValueRowsProps = { noun: 'variable' | 'header'; rows: ValueRow[]; onChange: (rows: ValueRow[]) => void };

export function ValueRows({ noun, rows, onChange }: ValueRowsProps) {
  const set = (index: number, change: Partial<ValueRow>) =>
    onChange(rows.map((row, at) => (at === index ? { ...row, ...change } : row)));
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1 text-sm font-medium">{noun === 'variable' ? 'Variables' : 'Headers'}</legend>
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows are only added at the end, and their names are being typed.
        <div key={index} className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto] items-center gap-2">
          <Input
            aria-label={`Name of ${noun} ${index + 1}`}
            placeholder={noun === 'variable' ? 'API_TOKEN' : 'Authorization'}
            className="font-mono text-xs"
            readOnly={row.isKept}
            value={row.name}
            onChange={(event) => set(index, { name: event.target.value })}
          />
          <SecretInput
            aria-label={`Value of ${noun} ${index + 1}`}
            placeholder={row.isKept ? 'unchanged' : 'value'}
            className="text-xs"
            value={row.value}
            onChange={(event) => set(index, { value: event.target.value })}
          />
          <Button
            variant="ghost"
            size="icon"
            aria-label={`Remove ${noun} ${index + 1}`}
            onClick={() => onChange(rows.filter((_, at) => at !== index))}
          >
            <X aria-hidden />
          </Button>
        </div>
      ))}
      <Button size="sm" className="w-fit" onClick={() => onChange([...rows, { name: '', value: '', isKept: false }])}>
        <Plus aria-hidden /> Add {noun}
      </Button>
    </fieldset>
  );
}
