'use client';

import { RefreshCw } from 'lucide-react';
import { toast } from 'sonner';
import { type Answers, api } from '../../api/client.tsx';
import { explain } from '../../messages/explain.ts';
import { Button } from '../../ui/button.tsx';

export function SyncButton({ gateway }: { gateway: Answers['gateways']['list'][number] }) {
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
