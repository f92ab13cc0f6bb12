'use client';

import { Pencil, RefreshCw, Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { toast } from 'sonner';
import { type Answers, api } from '../api/client.tsx';
import { RemoveEntryDialog } from '../entries/remove-entry-dialog.tsx';
import { explain } from '../messages/explain.ts';
import { useViewer } from '../shell/viewer.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { EditGatewayForm } from './edit-gateway-form.tsx';

type Gateway = Answers['gateways']['list'][number];

export function GatewayActions({ gateway }: { gateway: Gateway }) {
  const viewer = useViewer();
  const [open, setOpen] = useState<'edit' | 'remove' | null>(null);
  const utils = api.useUtils();
  const router = useRouter();
  const remove = api.gateways.remove.useMutation();
  const close = () => setOpen(null);
  return (
    <>
      {viewer.can('gateways:sync') && <SyncButton gateway={gateway} />}
      {viewer.can('gateways:update') && (
        <Button onClick={() => setOpen('edit')}>
          <Pencil aria-hidden /> Edit
        </Button>
      )}
      {viewer.can('gateways:remove') && (
        <Button onClick={() => setOpen('remove')}>
          <Trash2 aria-hidden /> Remove
        </Button>
      )}
      <Dialog isOpen={open === 'edit'} onOpenChange={close} title={`Edit ${gateway.name}`}>
        <EditGatewayForm gateway={gateway} onDone={close} />
      </Dialog>
      <RemoveEntryDialog
        entry={open === 'remove' ? gateway : null}
        title="Remove gateway"
        confirmLabel="Remove gateway"
        typedText={gateway.name}
        onClose={close}
        onRemove={async ({ id }) => {
          await remove.mutateAsync({ id });
          router.push('/gateways');
          await utils.gateways.invalidate();
          toast.success(`${gateway.name} was removed.`);
        }}
      >
        Gatehouse stops managing this gateway. The keys that it put there stay there and keep working: revoke the client
        keys first if they should not. The keys of this gateway disappear from everybody’s lists, and laptops lose its
        models at their next sync.
      </RemoveEntryDialog>
    </>
  );
}

function SyncButton({ gateway }: { gateway: Gateway }) {
  const sync = api.gateways.sync.useMutation();
  const utils = api.useUtils();
  const run = async () => {
    try {
      const after = await sync.mutateAsync({ id: gateway.id });
      await utils.gateways.invalidate();
      if (after.problem) toast.error('The gateway could not be synced. See why below.');
      else toast.success('Synced. The gateway is as it should be.');
    } catch (error) {
      toast.error(explain(error).text);
    }
  };
  return (
    <Button onClick={run} isBusy={sync.isPending}>
      {!sync.isPending && <RefreshCw aria-hidden />} Sync now
    </Button>
  );
}
