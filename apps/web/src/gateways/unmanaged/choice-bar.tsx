'use client';

import { Eye, EyeOff, UserPlus } from 'lucide-react';
import { toast } from 'sonner';
import { api } from '../../api/client.tsx';
import { FormProblem } from '../../forms/form-problem.tsx';
import { useViewer } from '../../shell/viewer.tsx';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { useAction } from '../use-action.ts';
import type { Unmanaged } from './gateway-unmanaged.tsx';
import { inPortions, isAdoptable } from './unmanaged-facts.ts';

type ChoiceBarProps = {
  gatewayId: string;
  shown: Unmanaged[];
  choice: { chosen: Unmanaged[]; set: (entries: Unmanaged[], isChosen: boolean) => void; clear: () => void };
  onAdopt: (entries: Unmanaged[]) => void;
};

/** What can be done with the chosen entries; without any, a way to choose all. */
export function ChoiceBar({ gatewayId, shown, choice, onAdopt }: ChoiceBarProps) {
  const viewer = useViewer();
  const { chosen } = choice;
  const { toggle, isBusy, problem } = useIgnore(gatewayId, choice.clear);
  const noticed = chosen.filter((entry) => !entry.isIgnored);
  const ignored = chosen.filter((entry) => entry.isIgnored);
  const isAll = chosen.length === shown.length;
  return (
    <div className="grid gap-2 border-b border-line bg-canvas px-4 py-2">
      <div className="flex min-h-7 flex-wrap items-center gap-x-3 gap-y-2">
        <Checkbox
          label={isAll ? 'Choose none' : 'Choose all'}
          isChecked={isAll ? true : chosen.length > 0 && 'some'}
          onChange={() => choice.set(shown, !isAll)}
        />
        <span role="status" className="text-xs text-ink-muted">
          {chosen.length === 0 ? 'Choose entries to adopt or ignore them' : `${chosen.length} chosen`}
        </span>
        {chosen.length > 0 && (
          <div className="flex flex-wrap gap-2 sm:ml-auto">
            {viewer.can('gateways:adopt') && chosen.some(isAdoptable) && (
              <Button size="sm" variant="primary" onClick={() => onAdopt(chosen)}>
                <UserPlus aria-hidden /> Adopt…
              </Button>
            )}
            {viewer.can('gateways:update') && noticed.length > 0 && (
              <Button size="sm" isBusy={isBusy} onClick={() => toggle({ entries: noticed, isIgnoring: true })}>
                <EyeOff aria-hidden /> Ignore
              </Button>
            )}
            {viewer.can('gateways:update') && ignored.length > 0 && (
              <Button size="sm" isBusy={isBusy} onClick={() => toggle({ entries: ignored, isIgnoring: false })}>
                <Eye aria-hidden /> Stop ignoring
              </Button>
            )}
          </div>
        )}
      </div>
      <FormProblem problem={problem} />
    </div>
  );
}

function useIgnore(gatewayId: string, onDone: () => void) {
  const ignore = api.gateways.ignore.useMutation();
  const unignore = api.gateways.unignore.useMutation();
  const utils = api.useUtils();
  const { run, isBusy, problem } = useAction(
    async ({ entries, isIgnoring }: { entries: Unmanaged[]; isIgnoring: boolean }) => {
      const names = entries.map(({ resource, key }) => ({ resource, key }));
      for (const portion of inPortions(names, 1000))
        await (isIgnoring ? ignore : unignore).mutateAsync({ id: gatewayId, entries: portion });
      onDone();
      await utils.gateways.invalidate();
      const count = entries.length === 1 ? 'One entry is' : `${entries.length} entries are`;
      toast.success(isIgnoring ? `${count} ignored from now on.` : `${count} shown and counted again.`);
    },
  );
  return { toggle: (request: Parameters<typeof run>[0]) => void run(request), isBusy, problem };
}
