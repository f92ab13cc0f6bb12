'use client';

import { type UsageGroup, usageGroups } from '@gatehouse/contracts/usage';
import { useViewer } from '../shell/viewer.tsx';
import { Input, Select } from '../ui/input.tsx';
import { SegmentedChoice } from '../ui/segmented-choice.tsx';
import { type BrowserClock, datesOf, groupsFor, hasHours, type UsageRangeName, type UsageView } from './usage-view.ts';
import type { ParamChanges } from './use-usage-view.ts';

const rangeOptions: { value: UsageRangeName; label: string }[] = [
  { value: 'today', label: 'Today' },
  { value: '7d', label: '7 days' },
  { value: '30d', label: '30 days' },
  { value: '90d', label: '90 days' },
  { value: 'dates', label: 'Dates' },
];

const scopeOptions = [
  { value: 'own' as const, label: 'Yours' },
  { value: 'all' as const, label: 'Everybody’s' },
];

export const groupLabels = {
  day: 'Day',
  hour: 'Hour',
  model: 'Model',
  provider: 'Provider',
  person: 'Person',
  team: 'Team',
  'client-key': 'Client key',
  gateway: 'Gateway',
} satisfies Record<UsageGroup, string>;

type UsageControlsProps = {
  view: UsageView;
  clock: BrowserClock | null;
  onChange: (changes: ParamChanges) => void;
};

/** Of which days, whose, and by what. */
export function UsageControls({ view, clock, onChange }: UsageControlsProps) {
  const canSeeAll = useViewer().can('usage:read');
  const groups = groupsFor(view.scope).filter((group) => group !== 'hour' || !clock || hasHours(view, clock));
  const chooseRange = (range: UsageRangeName) => {
    // Own dates begin with those that were in sight.
    const dates = range === 'dates' && clock ? datesOf(view, clock) : { from: null, to: null };
    onChange({ range, ...dates });
  };
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2.5">
      <div className="max-w-full overflow-x-auto">
        <SegmentedChoice label="Days" value={view.range} options={rangeOptions} onChange={chooseRange} />
      </div>
      {canSeeAll && (
        <SegmentedChoice
          label="Whose"
          value={view.scope}
          options={scopeOptions}
          onChange={(scope) => onChange({ scope, person: null, key: null })}
        />
      )}
      <div className="flex items-center gap-2">
        <label htmlFor="usage-by" className="text-xs text-ink-muted">
          By
        </label>
        <div className="w-36">
          <Select
            id="usage-by"
            value={groups.includes(view.groupBy) ? view.groupBy : 'day'}
            onChange={(event) => onChange({ by: event.target.value })}
          >
            {usageGroups
              .filter((group) => groups.includes(group))
              .map((group) => (
                <option key={group} value={group}>
                  {groupLabels[group]}
                </option>
              ))}
          </Select>
        </div>
      </div>
      {view.range === 'dates' && clock && <Dates view={view} clock={clock} onChange={onChange} />}
    </div>
  );
}

function Dates({ view, clock, onChange }: UsageControlsProps & { clock: BrowserClock }) {
  const dates = datesOf(view, clock);
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2.5">
      {(['from', 'to'] as const).map((name) => (
        <div key={name} className="flex items-center gap-2">
          <label htmlFor={`usage-${name}`} className="text-xs text-ink-muted">
            {name === 'from' ? 'From' : 'To'}
          </label>
          <div className="w-40">
            <Input
              id={`usage-${name}`}
              type="date"
              value={dates[name]}
              max={clock.today}
              onChange={(event) => event.target.value && onChange({ [name]: event.target.value })}
            />
          </div>
        </div>
      ))}
    </div>
  );
}
