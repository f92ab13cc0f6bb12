'use client';

import type { Answers } from '../api/client.tsx';
import { Button } from '../ui/button.tsx';
import { DialogBody } from '../ui/dialog.tsx';
import { GatewayForm } from './gateway-form.tsx';

type AddGatewayFormProps = { onCreated: (gateway: Answers['gateways']['create']) => void; onCancel: () => void };

export function AddGatewayForm({ onCreated, onCancel }: AddGatewayFormProps) {
  return (
    <DialogBody>
      <GatewayForm
        submitLabel="Connect gateway"
        onCreated={onCreated}
        secondary={
          <Button variant="ghost" onClick={onCancel}>
            Cancel
          </Button>
        }
      />
    </DialogBody>
  );
}
