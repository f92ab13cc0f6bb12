'use client';

import { type GatewayPolicy, gatewayPolicies } from '@gatehouse/contracts/gateways';
import { toast } from 'sonner';
import { type Answers, api } from '../../api/client.tsx';
import { explain } from '../../messages/explain.ts';
import { policyLabels, policyMeanings } from '../../messages/gateway-upkeep.ts';
import { useViewer } from '../../shell/viewer.tsx';
import { Badge } from '../../ui/badge.tsx';
import { SegmentedChoice } from '../../ui/segmented-choice.tsx';

type Gateway = Answers['gateways']['list'][number];

const options = gatewayPolicies.map((value) => ({ value, label: policyLabels[value] }));

/** What becomes of changes that others make, and what that means. */
export function PolicyChoice({ gateway }: { gateway: Gateway }) {
  const canUpdate = useViewer().can('gateways:update');
  const update = api.gateways.update.useMutation();
  const utils = api.useUtils();
  // What was chosen shows at once, and what the server has as soon as it has answered.
  const shown = update.isPending ? (update.variables.policy ?? gateway.policy) : gateway.policy;
  const choose = async (policy: GatewayPolicy) => {
    try {
      await update.mutateAsync({ id: gateway.id, policy });
      await utils.gateways.invalidate();
      toast.success(`Policy changed: ${policyLabels[policy].toLowerCase()}.`);
    } catch (error) {
      toast.error(explain(error).text);
    }
  };
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2.5 border-t border-line px-4 py-3">
      <div className="grid max-w-2xl min-w-0 flex-1 basis-72 gap-0.5">
        <p className="text-sm font-medium">When others change Gatehouse’s entries</p>
        <p className="text-xs text-ink-muted">{policyMeanings[shown]}</p>
      </div>
      {canUpdate ? (
        <SegmentedChoice
          label="When others change Gatehouse’s entries"
          value={shown}
          options={options}
          onChange={choose}
          isDisabled={update.isPending}
        />
      ) : (
        <Badge>{policyLabels[shown]}</Badge>
      )}
    </div>
  );
}
