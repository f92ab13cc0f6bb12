'use client';

import { api } from '../api/client.tsx';
import { RemoveEntryDialog } from '../entries/remove-entry-dialog.tsx';
import type { User } from './user-list.tsx';

/** Deactivates somebody, or lets them in again. */
export function ActivityDialog({ user, onClose }: { user: User | null; onClose: () => void }) {
  const update = api.users.update.useMutation();
  const utils = api.useUtils();
  const verb = user?.isActive === false ? 'Activate' : 'Deactivate';
  return (
    <RemoveEntryDialog
      entry={user}
      title={`${verb} ${user?.name ?? ''}`}
      confirmLabel={verb}
      onClose={onClose}
      onRemove={async ({ id, isActive }) => {
        await update.mutateAsync({ id, isActive: !isActive });
        await utils.users.list.invalidate();
      }}
    >
      {user?.isActive === false
        ? 'They can sign in again.'
        : 'They are signed out everywhere at once and cannot sign in until you activate them again.'}
    </RemoveEntryDialog>
  );
}
