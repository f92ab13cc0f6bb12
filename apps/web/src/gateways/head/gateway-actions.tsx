'use client';

import { ArrowRightLeft, ChevronDown, Hammer, Pencil, Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { toast } from 'sonner';
import { type Answers, api } from '../../api/client.tsx';
import { RemoveEntryDialog } from '../../entries/remove-entry-dialog.tsx';
import { useViewer } from '../../shell/viewer.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Dropdown, DropdownItem, DropdownSeparator } from '../../ui/dropdown.tsx';
import { EditGatewayForm } from './edit-gateway-form.tsx';
import { MoveDialog } from './move-dialog.tsx';
import { RebuildDialog } from './rebuild-dialog.tsx';
import { SyncButton } from './sync-button.tsx';

export type Gateway = Answers['gateways']['list'][number];
type Action = 'edit' | 'rebuild' | 'move' | 'remove';

/** What one may do to a gateway; the rare and the grave things stand behind “More”. */
export function GatewayActions({ gateway }: { gateway: Gateway }) {
  const viewer = useViewer();
  const [open, setOpen] = useState<Action | null>(null);
  const close = () => setOpen(null);
  const canUpdate = viewer.can('gateways:update');
  return (
    <>
      {viewer.can('gateways:sync') && <SyncButton gateway={gateway} />}
      {canUpdate && (
        <Button onClick={() => setOpen('edit')}>
          <Pencil aria-hidden /> Edit
        </Button>
      )}
      {(canUpdate || viewer.can('gateways:remove')) && <MoreMenu onChoose={setOpen} />}
      <Dialog isOpen={open === 'edit'} onOpenChange={close} title={`Edit ${gateway.name}`}>
        <EditGatewayForm gateway={gateway} onDone={close} />
      </Dialog>
      <RebuildDialog gateway={gateway} isOpen={open === 'rebuild'} onClose={close} />
      <MoveDialog gateway={gateway} isOpen={open === 'move'} onClose={close} />
      <RemoveGatewayDialog gateway={gateway} isOpen={open === 'remove'} onClose={close} />
    </>
  );
}

function MoreMenu({ onChoose }: { onChoose: (action: Action) => void }) {
  const viewer = useViewer();
  const canUpdate = viewer.can('gateways:update');
  const canRemove = viewer.can('gateways:remove');
  return (
    <Dropdown
      trigger={
        <Button>
          More <ChevronDown aria-hidden />
        </Button>
      }
    >
      {canUpdate && (
        <>
          <DropdownItem onSelect={() => onChoose('rebuild')}>
            <Hammer aria-hidden /> Rebuild…
          </DropdownItem>
          <DropdownItem onSelect={() => onChoose('move')}>
            <ArrowRightLeft aria-hidden /> Move…
          </DropdownItem>
        </>
      )}
      {canUpdate && canRemove && <DropdownSeparator />}
      {canRemove && (
        <DropdownItem tone="danger" onSelect={() => onChoose('remove')}>
          <Trash2 aria-hidden /> Remove…
        </DropdownItem>
      )}
    </Dropdown>
  );
}

type RemoveGatewayDialogProps = { gateway: Gateway; isOpen: boolean; onClose: () => void };

function RemoveGatewayDialog({ gateway, isOpen, onClose }: RemoveGatewayDialogProps) {
  const utils = api.useUtils();
  const router = useRouter();
  const remove = api.gateways.remove.useMutation();
  return (
    <RemoveEntryDialog
      entry={isOpen ? gateway : null}
      title="Remove gateway"
      confirmLabel="Remove gateway"
      typedText={gateway.name}
      onClose={onClose}
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
  );
}
