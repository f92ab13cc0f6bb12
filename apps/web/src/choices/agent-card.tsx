'use client';

import type { ModelChoice } from '@gatehouse/contracts/bundle-choices';
import { type LucideIcon, X } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Card, CardHeader } from '../ui/card.tsx';
import { Select } from '../ui/input.tsx';
import { ModelOrder } from './model-order.tsx';

type Choices = Record<string, ModelChoice>;
type AgentCardProps = {
  title: string;
  noun: string;
  description: string;
  icon: LucideIcon;
  known: readonly string[];
  value: Choices;
  models: readonly string[];
  onChange: (value: Choices) => void;
};

export function AgentCard({ title, noun, description, icon: Icon, known, value, models, onChange }: AgentCardProps) {
  // One that has no model yet is not part of the choices.
  const [begun, setBegun] = useState<string[]>([]);
  const names = [...Object.keys(value).sort(), ...begun.filter((name) => !Object.hasOwn(value, name))];
  const set = (name: string, choice: ModelChoice | null) => {
    const { [name]: _, ...others } = value;
    const isEmpty = choice === null || choice.models.length === 0;
    setBegun((now) => [...now.filter((other) => other !== name), ...(choice !== null && isEmpty ? [name] : [])]);
    onChange(isEmpty ? others : { ...others, [name]: choice });
  };
  return (
    <Card>
      <CardHeader
        title={title}
        description={description}
        actions={
          <Select
            aria-label={`Add ${noun === 'agent' ? 'an agent' : 'a category'}`}
            className="h-8.5"
            value=""
            onChange={(event) => setBegun((now) => [...now, event.target.value])}
          >
            <option value="">Add {noun === 'agent' ? 'an agent' : 'a category'}…</option>
            {known
              .filter((name) => !names.includes(name))
              .map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
          </Select>
        }
      />
      {names.length === 0 ? (
        <p className="flex items-center gap-2 border-t border-line px-4 py-5 text-sm text-ink-muted">
          <Icon className="size-4 text-ink-faint" aria-hidden /> Each {noun} uses what the set says, or what fits.
        </p>
      ) : (
        <ul className="divide-y divide-line border-t border-line">
          {names.map((name) => (
            <AgentRow
              key={name}
              name={name}
              choice={value[name] ?? { models: [] }}
              models={models}
              onChange={(choice) => set(name, choice)}
            />
          ))}
        </ul>
      )}
    </Card>
  );
}

type AgentRowProps = {
  name: string;
  choice: ModelChoice;
  models: readonly string[];
  onChange: (choice: ModelChoice | null) => void;
};

const variants = ['low', 'medium', 'high', 'max'];

function AgentRow({ name, choice, models, onChange }: AgentRowProps) {
  const { variant, ...rest } = choice;
  const known = variant !== undefined && !variants.includes(variant) ? [...variants, variant] : variants;
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-2 px-4 py-3 sm:grid-cols-[11rem_minmax(0,1fr)_9rem_auto]">
      <span className="pt-1.5 text-sm font-medium [overflow-wrap:anywhere]">{name}</span>
      <Button
        variant="ghost"
        size="icon"
        className="mt-0.5 sm:order-last"
        aria-label={`Let ${name} be chosen`}
        onClick={() => onChange(null)}
      >
        <X aria-hidden />
      </Button>
      <div className="col-span-2 sm:col-span-1">
        <ModelOrder
          name={name}
          value={choice.models}
          known={models}
          onChange={(next) => onChange({ ...choice, models: next })}
        />
      </div>
      <div className="col-span-2 sm:col-span-1">
        <Select
          aria-label={`Effort of ${name}`}
          value={variant ?? ''}
          disabled={choice.models.length === 0}
          onChange={(event) => onChange(event.target.value === '' ? rest : { ...rest, variant: event.target.value })}
        >
          <option value="">Usual effort</option>
          {known.map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </Select>
      </div>
    </li>
  );
}
