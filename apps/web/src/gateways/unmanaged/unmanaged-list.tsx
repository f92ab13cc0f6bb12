'use client';

import { EyeOff, SearchX } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useViewer } from '../../shell/viewer.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SearchInput } from '../../ui/search-input.tsx';
import { ShownRows } from '../shown-rows.tsx';
import { ChoiceBar } from './choice-bar.tsx';
import type { Unmanaged } from './gateway-unmanaged.tsx';
import { choiceKey, filterUnmanaged } from './unmanaged-facts.ts';
import { UnmanagedTable } from './unmanaged-table.tsx';
import { useChoice } from './use-choice.ts';

type UnmanagedListProps = {
  gatewayId: string;
  entries: Unmanaged[];
  onAdopt: (entries: Unmanaged[]) => void;
};

export function UnmanagedList({ gatewayId, entries, onAdopt }: UnmanagedListProps) {
  const viewer = useViewer();
  const canChoose = viewer.can('gateways:adopt') || viewer.can('gateways:update');
  const [text, setText] = useState('');
  const [areIgnoredShown, setIgnoredShown] = useState(false);
  const ignoredCount = entries.filter((entry) => entry.isIgnored).length;
  const listed = useMemo(
    () => (areIgnoredShown ? entries : entries.filter((entry) => !entry.isIgnored)),
    [entries, areIgnoredShown],
  );
  const shown = useMemo(() => filterUnmanaged(listed, text), [listed, text]);
  const choice = useChoice(shown, choiceKey);
  return (
    <>
      <div className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-2.5">
        <div className="flex min-w-56 flex-1">
          <SearchInput
            label="Search entries that are not ours"
            placeholder="Search by name, address or provider"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </div>
        {ignoredCount > 0 && (
          <Button aria-pressed={areIgnoredShown} onClick={() => setIgnoredShown(!areIgnoredShown)}>
            <EyeOff aria-hidden /> {areIgnoredShown ? 'Hide ignored' : `Show ignored (${ignoredCount})`}
          </Button>
        )}
      </div>
      {canChoose && shown.length > 0 && (
        <ChoiceBar gatewayId={gatewayId} shown={shown} choice={choice} onAdopt={onAdopt} />
      )}
      {shown.length > 0 ? (
        <ShownRows rows={shown} of={listed.length} noun="entries">
          {(page) => <UnmanagedTable rows={page} choice={canChoose ? choice : null} />}
        </ShownRows>
      ) : listed.length > 0 ? (
        <EmptyState
          icon={SearchX}
          title="No entry matches"
          action={<Button onClick={() => setText('')}>Show all</Button>}
        />
      ) : (
        <EmptyState icon={EyeOff} title="Everything else is ignored">
          {ignoredCount === 1 ? 'One entry of others is' : `${ignoredCount} entries of others are`} ignored here.
        </EmptyState>
      )}
    </>
  );
}
