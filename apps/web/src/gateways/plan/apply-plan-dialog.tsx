'use client';

import { toast } from 'sonner';
import { type Answers, api } from '../../api/client.tsx';
import { FormProblem } from '../../forms/form-problem.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useAction } from '../use-action.ts';
import { heldCount, planSummary } from './plan-counts.ts';

type ApplyPlanDialogProps = {
  gateway: Answers['gateways']['list'][number];
  plan: Answers['gateways']['plan'];
  isOpen: boolean;
  onClose: () => void;
};

export function ApplyPlanDialog({ gateway, plan, isOpen, onClose }: ApplyPlanDialogProps) {
  const apply = api.gateways.applyPlan.useMutation();
  const utils = api.useUtils();
  const { run, isBusy, problem, forget } = useAction(async () => {
    const after = await apply.mutateAsync({ id: gateway.id });
    await utils.gateways.invalidate();
    onClose();
    if (after.problem) toast.error('The gateway could not be made equal. See why on this page.');
    else toast.success('Applied. What the gateway confirmed is gone from the plan.');
  });
  const close = () => {
    forget();
    onClose();
  };
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onOpenChange={(open) => !open && close()}
      title="Apply this plan"
      confirmLabel="Apply"
      tone="primary"
      isBusy={isBusy}
      problem={<FormProblem problem={problem} />}
      onConfirm={() => void run(undefined)}
    >
      <p className="font-medium text-ink">
        {gateway.name}: {planSummary(plan)}.
      </p>
      <p>
        Gatehouse reads the gateway once more and then writes what is needed at that moment. What others put there stays
        as it is.
      </p>
      {heldCount(plan) > 0 && (
        <p>What is held is let go: Gatehouse tries it again, and puts back what others changed.</p>
      )}
    </ConfirmDialog>
  );
}
