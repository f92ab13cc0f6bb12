'use client';

import type { Role } from '@gatehouse/contracts/permissions';
import { useState } from 'react';
import { toast } from 'sonner';
import { api } from '../api/client.tsx';
import { FormProblem } from '../forms/form-problem.tsx';
import { explain } from '../messages/explain.ts';
import { Button } from '../ui/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../ui/dialog.tsx';
import { RoleChoice } from './role-choice.tsx';
import type { User } from './user-list.tsx';

export function RoleDialog({ user, onClose }: { user: User | null; onClose: () => void }) {
  return (
    <Dialog isOpen={user !== null} onOpenChange={onClose} title={`Role of ${user?.name ?? ''}`} size="sm">
      {user && <RoleForm user={user} onClose={onClose} />}
    </Dialog>
  );
}

function RoleForm({ user, onClose }: { user: User; onClose: () => void }) {
  const [role, setRole] = useState<Role>(user.role);
  const update = api.users.update.useMutation();
  const utils = api.useUtils();
  const save = async () => {
    await update.mutateAsync({ id: user.id, role });
    await utils.users.list.invalidate();
    toast.success('Role changed.');
    onClose();
  };
  return (
    <>
      <DialogBody>
        <RoleChoice value={role} onChange={setRole} />
        <FormProblem problem={update.error && explain(update.error)} />
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>Cancel</Button>
        <Button
          variant="primary"
          isBusy={update.isPending}
          disabled={role === user.role}
          onClick={() => save().catch(() => undefined)}
        >
          Change role
        </Button>
      </DialogFooter>
    </>
  );
}
