'use client';

import { toast } from 'sonner';
import { api } from '../api/client.tsx';
import { RemoveEntryDialog } from '../entries/remove-entry-dialog.tsx';
import type { User } from './user-list.tsx';

export function RemoveUserDialog({ user, onClose }: { user: User | null; onClose: () => void }) {
  const remove = api.users.remove.useMutation();
  const utils = api.useUtils();
  return (
    <RemoveEntryDialog
      entry={user}
      title={`Remove ${user?.name ?? ''}`}
      confirmLabel="Remove person"
      typedText={user?.email}
      onClose={onClose}
      onRemove={async ({ id, name }) => {
        await remove.mutateAsync({ id });
        await utils.users.list.invalidate();
        toast.success(`${name} was removed.`);
      }}
    >
      All their provider keys, custom providers and client keys leave every gateway, their laptops lose access, and they
      are signed out everywhere. This cannot be undone.
    </RemoveEntryDialog>
  );
}
