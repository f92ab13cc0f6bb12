'use client';

import type { ChannelAlias } from '@gatehouse/contracts/gateway-settings';
import { Plus, X } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { CheckboxField } from '../../ui/checkbox-field.tsx';
import { Input } from '../../ui/input.tsx';

type AliasRowsProps = { aliases: ChannelAlias[]; onChange: (aliases: ChannelAlias[]) => void };

/** Rows of “provider’s id → what clients ask for”. */
export function AliasRows({ aliases, onChange }: AliasRowsProps) {
  const change = (index: number, edit: Partial<ChannelAlias>) =>
    onChange(aliases.map((row, at) => (at === index ? { ...row, ...edit } : row)));
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-1 text-sm font-medium">Aliases</legend>
      {aliases.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is what stands at its place
        <div key={index} className="grid gap-2 rounded-card border border-line p-3">
          <div className="flex items-center gap-2">
            <Input
              aria-label="Model of the provider"
              placeholder="model-id"
              className="font-mono"
              value={row.name}
              onChange={(event) => change(index, { name: event.target.value })}
            />
            <span aria-hidden>→</span>
            <Input
              aria-label="Alias"
              placeholder="alias"
              className="font-mono"
              value={row.alias}
              onChange={(event) => change(index, { alias: event.target.value })}
            />
            <Button
              variant="ghost"
              size="icon"
              aria-label={`Remove the alias ${row.alias}`}
              onClick={() => onChange(aliases.filter((_, at) => at !== index))}
            >
              <X aria-hidden />
            </Button>
          </div>
          <CheckboxField
            label="Offer it under its own name as well"
            checked={row.isFork ?? false}
            onChange={(event) => change(index, { isFork: event.target.checked })}
          />
        </div>
      ))}
      <Button size="sm" className="w-fit" onClick={() => onChange([...aliases, { name: '', alias: '' }])}>
        <Plus aria-hidden /> Add alias
      </Button>
    </fieldset>
  );
}
