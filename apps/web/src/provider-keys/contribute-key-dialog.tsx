'use client';

import { Dialog } from '../ui/dialog.tsx';
import { ContributeKeyForm } from './contribute-key-form.tsx';

type ContributeKeyDialogProps = { isOpen: boolean; onOpenChange: (isOpen: boolean) => void };

export function ContributeKeyDialog({ isOpen, onOpenChange }: ContributeKeyDialogProps) {
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title="Contribute a provider key"
      description="It is stored encrypted, written to the gateway, and shown to nobody again."
    >
      <ContributeKeyForm onDone={() => onOpenChange(false)} />
    </Dialog>
  );
}
