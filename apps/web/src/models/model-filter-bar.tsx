'use client';

import type { ModelView } from '@gatehouse/contracts/models';
import { Search } from 'lucide-react';
import { useMemo } from 'react';
import { Input, Select } from '../ui/input.tsx';
import type { ModelFilter } from './filter-models.ts';

type ModelFilterBarProps = {
  models: readonly ModelView[];
  filter: ModelFilter;
  onChange: (filter: ModelFilter) => void;
};

export function ModelFilterBar({ models, filter, onChange }: ModelFilterBarProps) {
  const owners = useMemo(() => countBy(models, (model) => model.ownedBy ?? ''), [models]);
  const gateways = useMemo(() => new Map(models.map((model) => [model.gatewayId, model.gatewayName])), [models]);
  return (
    <search className="flex flex-col gap-2 sm:flex-row">
      <div className="relative flex-1">
        <Search
          className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-ink-faint"
          aria-hidden
        />
        <Input
          type="search"
          aria-label="Search models"
          placeholder="Search models"
          className="pl-8.5"
          value={filter.text}
          onChange={(event) => onChange({ ...filter, text: event.target.value })}
        />
      </div>
      <div className="sm:w-52">
        <Select
          aria-label="Owner"
          value={filter.ownedBy}
          onChange={(event) => onChange({ ...filter, ownedBy: event.target.value })}
        >
          <option value="">All owners</option>
          {[...owners].map(([owner, count]) => (
            <option key={owner} value={owner}>
              {owner || 'unknown'} ({count})
            </option>
          ))}
        </Select>
      </div>
      {gateways.size > 1 && (
        <div className="sm:w-52">
          <Select
            aria-label="Gateway"
            value={filter.gatewayId}
            onChange={(event) => onChange({ ...filter, gatewayId: event.target.value })}
          >
            <option value="">All gateways</option>
            {[...gateways].map(([id, name]) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        </div>
      )}
    </search>
  );
}

function countBy<Item>(items: readonly Item[], key: (item: Item) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return new Map([...counts].sort(([a], [b]) => a.localeCompare(b)));
}
