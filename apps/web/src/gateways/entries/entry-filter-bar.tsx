'use client';

import { type EntryStatus, entryStatuses, type GatewayEntryView, resources } from '@gatehouse/contracts/gateways';
import { statusLabels } from '../../messages/en.ts';
import { resourcePlurals } from '../../messages/gateway-upkeep.ts';
import { Select } from '../../ui/input.tsx';
import { SearchInput } from '../../ui/search-input.tsx';
import { countEach, type EntryFilter } from './filter-entries.ts';

type EntryFilterBarProps = {
  entries: readonly GatewayEntryView[];
  filter: EntryFilter;
  onChange: (change: Partial<EntryFilter>) => void;
};

export function EntryFilterBar({ entries, filter, onChange }: EntryFilterBarProps) {
  const byStatus = countEach(entries, entryStatuses, (entry) => entry.state.status);
  const byResource = countEach(entries, resources, (entry) => entry.resource);
  return (
    <search className="flex flex-col gap-2 sm:flex-row">
      <SearchInput
        label="Search entries"
        placeholder="Search by name, owner or problem"
        value={filter.text}
        onChange={(event) => onChange({ text: event.target.value })}
      />
      <div className="grid grid-cols-2 gap-2 sm:w-88">
        <Select
          aria-label="State"
          value={filter.status ?? ''}
          onChange={(event) => onChange({ status: (event.target.value || null) as EntryStatus | null })}
        >
          <option value="">All states</option>
          {optionsOf(byStatus, filter.status).map(({ value, count }) => (
            <option key={value} value={value}>
              {statusLabels[value]} ({count})
            </option>
          ))}
        </Select>
        <Select
          aria-label="Kind"
          value={filter.resource ?? ''}
          onChange={(event) => onChange({ resource: resources.find((one) => one === event.target.value) ?? null })}
        >
          <option value="">All kinds</option>
          {optionsOf(byResource, filter.resource).map(({ value, count }) => (
            <option key={value} value={value}>
              {resourcePlurals[value]} ({count})
            </option>
          ))}
        </Select>
      </div>
    </search>
  );
}

/** What is chosen stays to be seen when nothing is like that any more. */
function optionsOf<Value>(counted: { value: Value; count: number }[], chosen: Value | null) {
  if (chosen === null || counted.some(({ value }) => value === chosen)) return counted;
  return [...counted, { value: chosen, count: 0 }];
}
