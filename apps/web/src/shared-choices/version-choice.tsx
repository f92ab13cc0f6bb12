'use client';

import { api } from '../api/client.tsx';
import { FormProblem } from '../forms/form-problem.tsx';
import { useAction } from '../gateways/use-action.ts';
import { Select } from '../ui/input.tsx';
import type { Subscription } from './subscription-row.tsx';

/** Follow the latest, or stay at a version; an earlier one is how a follower goes back. */
export function VersionChoice({ subscription }: { subscription: Subscription }) {
  const { id, shareId, name, pinnedVersion, latestVersion } = subscription;
  const { data } = api.sharing.get.useQuery({ id: shareId });
  const pin = api.sharing.pin.useMutation();
  const utils = api.useUtils();
  const { run, isBusy, problem } = useAction(async (version: number | null) => {
    await pin.mutateAsync({ id, version });
    await utils.sharing.subscriptions.invalidate();
    void utils.bundles.invalidate();
  });
  const versions = data?.versions.map(({ version }) => version) ?? (pinnedVersion === null ? [] : [pinnedVersion]);
  return (
    <>
      <div className="w-44">
        <Select
          aria-label={`Version of ${name}`}
          className="h-7 text-xs"
          disabled={isBusy}
          value={pinnedVersion ?? ''}
          onChange={(event) => run(event.target.value === '' ? null : Number(event.target.value))}
        >
          <option value="">Follow the latest ({latestVersion})</option>
          {versions.map((version) => (
            <option key={version} value={version}>
              Stay at version {version}
            </option>
          ))}
        </Select>
      </div>
      <FormProblem problem={problem} />
    </>
  );
}
