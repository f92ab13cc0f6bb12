'use client';

import { toast } from 'sonner';
import { api } from '../../api/client.tsx';
import { FormProblem } from '../../forms/form-problem.tsx';
import { resourcePlurals } from '../../messages/gateway-upkeep.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { useAction } from '../use-action.ts';
import type { Snapshot } from './gateway-snapshots.tsx';

type UndoDialogProps = { gatewayId: string; snapshot: Snapshot | null; onClose: () => void };

/** Says what an undo does and what it does not before it is done. */
export function UndoDialog({ gatewayId, snapshot, onClose }: UndoDialogProps) {
  const undo = api.gateways.undo.useMutation();
  const utils = api.useUtils();
  const { run, isBusy, problem, forget } = useAction(async ({ id }: Snapshot) => {
    const { isChanged, resource, notRestored } = await undo.mutateAsync({ id: gatewayId, snapshotId: id });
    await utils.gateways.invalidate();
    onClose();
    if (notRestored.length > 0) {
      const told = notRestored.map(({ label, reason }) => `${label}: ${reason}`).join(' ');
      toast.warning('Not everything could be put back.', { description: told, duration: Number.POSITIVE_INFINITY });
    } else if (isChanged) toast.success(`${resourcePlurals[resource]} of others are as they were.`);
    else toast.info(`${resourcePlurals[resource]} of others were like that already. Nothing was written.`);
  });
  const close = () => {
    forget();
    onClose();
  };
  return (
    <ConfirmDialog
      isOpen={snapshot !== null}
      onOpenChange={(open) => !open && close()}
      title="Undo to this snapshot"
      confirmLabel="Undo"
      isBusy={isBusy}
      problem={<FormProblem problem={problem} />}
      onConfirm={() => snapshot && void run(snapshot)}
    >
      {snapshot && <Consequences snapshot={snapshot} />}
    </ConfirmDialog>
  );
}

function Consequences({ snapshot }: { snapshot: Snapshot }) {
  const list = resourcePlurals[snapshot.resource].toLowerCase();
  const count = snapshot.strangerCount;
  return (
    <>
      <p>
        <strong className="font-medium text-ink">What it does:</strong> the {list} that others put at this gateway
        become as this snapshot has them: {count === 0 ? 'none' : count === 1 ? 'one entry' : `${count} entries`}, taken{' '}
        <TimeAgo at={snapshot.takenAt} />. What others deleted or changed since then comes back, and what they added
        since then is taken out. A LiteLLM does not show secrets: there, what was deleted stays away, what was added
        stays, and you are told of both.
      </p>
      <p>
        <strong className="font-medium text-ink">What it does not:</strong> entries of people here are not touched. They
        follow what is wanted in Gatehouse, as always. No other list of the gateway changes.
      </p>
      <p>A snapshot of how the list is now is taken first, so this can be undone as well.</p>
    </>
  );
}
