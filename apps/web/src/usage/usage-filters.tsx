'use client';

import { X } from 'lucide-react';
import { api } from '../api/client.tsx';
import { useViewer } from '../shell/viewer.tsx';
import { type FilterName, filterParams, type UsageView } from './usage-view.ts';
import type { ParamChanges } from './use-usage-view.ts';

type UsageFiltersProps = { view: UsageView; onChange: (changes: ParamChanges) => void };

/** What the numbers are narrowed down to; each can be taken away. */
export function UsageFilters({ view, onChange }: UsageFiltersProps) {
  const names = useNames(view);
  const chosen = (Object.keys(filterParams) as FilterName[]).filter((filter) => view[filter] !== null);
  if (chosen.length === 0) return null;
  return (
    <ul aria-label="Only" className="flex flex-wrap gap-2">
      {chosen.map((filter) => (
        <li
          key={filter}
          className="flex min-w-0 items-center gap-1 rounded-full border border-line bg-surface py-0.5 pr-1 pl-3 text-xs"
        >
          <span className="min-w-0 [overflow-wrap:anywhere]">{names[filter]}</span>
          <button
            type="button"
            aria-label={`Show more than ${names[filter]}`}
            onClick={() => onChange({ [filterParams[filter]]: null })}
            className="grid size-6 shrink-0 place-items-center rounded-full text-ink-faint hover:bg-sunken hover:text-ink"
          >
            <X className="size-3.5" aria-hidden />
          </button>
        </li>
      ))}
    </ul>
  );
}

function useNames({ scope, gatewayId, model, userId, clientKeyId }: UsageView): Record<FilterName, string> {
  const viewer = useViewer();
  const keyScope = scope === 'all' && viewer.can('client-keys:read') ? 'all' : 'own';
  const gateways = api.gateways.summaries.useQuery(undefined, { enabled: gatewayId !== null });
  const keys = api.clientKeys.list.useQuery({ scope: keyScope }, { enabled: clientKeyId !== null });
  const users = api.users.list.useQuery(undefined, { enabled: userId !== null && viewer.can('users:read') });
  const nameOf = (things: { id: string; name: string }[] | undefined, id: string | null, otherwise: string) =>
    things?.find((thing) => thing.id === id)?.name ?? otherwise;
  return {
    gatewayId: nameOf(gateways.data, gatewayId, 'One gateway'),
    model: model ?? '',
    userId: nameOf(users.data, userId, 'One person'),
    clientKeyId: nameOf(keys.data, clientKeyId, 'One client key'),
  };
}
