'use client';

import type { MoveAnswer } from '@gatehouse/contracts/gateway-upkeep';
import { useState } from 'react';
import { type Answers, api } from '../../api/client.tsx';
import { FormProblem } from '../../forms/form-problem.tsx';
import { Button } from '../../ui/button.tsx';
import { Callout } from '../../ui/callout.tsx';
import { Dialog, DialogBody, DialogFooter } from '../../ui/dialog.tsx';
import { SelectField } from '../../ui/field.tsx';
import { useAction } from '../use-action.ts';
import { MoveResult } from './move-result.tsx';

type Gateway = Answers['gateways']['list'][number];
type MoveDialogProps = { gateway: Gateway; isOpen: boolean; onClose: () => void };

export function MoveDialog({ gateway, isOpen, onClose }: MoveDialogProps) {
  const [result, setResult] = useState<{ answer: MoveAnswer; to: Gateway } | null>(null);
  const close = () => {
    setResult(null);
    onClose();
  };
  return (
    <Dialog isOpen={isOpen} onOpenChange={(open) => !open && close()} title={`Move what is at ${gateway.name}`}>
      {result ? (
        <MoveResult {...result} onDone={close} />
      ) : (
        <MoveForm gateway={gateway} onMoved={(answer, to) => setResult({ answer, to })} onCancel={close} />
      )}
    </Dialog>
  );
}

type MoveFormProps = { gateway: Gateway; onMoved: (answer: MoveAnswer, to: Gateway) => void; onCancel: () => void };

function MoveForm({ gateway, onMoved, onCancel }: MoveFormProps) {
  const { data } = api.gateways.list.useQuery();
  const targets = (data ?? []).filter(({ id }) => id !== gateway.id);
  const [toId, setToId] = useState('');
  const to = targets.find(({ id }) => id === toId);
  const move = api.gateways.move.useMutation();
  const utils = api.useUtils();
  const { run, isBusy, problem } = useAction(async (target: Gateway) => {
    onMoved(await move.mutateAsync({ id: gateway.id, toGatewayId: target.id }), target);
    await utils.invalidate();
  });
  return (
    <form
      className="contents"
      onSubmit={(event) => {
        event.preventDefault();
        if (to) void run(to);
      }}
    >
      <DialogBody>
        <Explanation />
        {targets.length > 0 ? (
          <SelectField label="To" value={toId} onChange={(event) => setToId(event.target.value)}>
            <option value="">Choose a gateway</option>
            {targets.map((target) => (
              <option key={target.id} value={target.id}>
                {target.name} · {target.baseUrl}
              </option>
            ))}
          </SelectField>
        ) : (
          <Callout tone="info">There is no other gateway. Connect one first.</Callout>
        )}
        {to && to.kind !== gateway.kind && (
          <Callout tone="info">
            {to.name} is of another kind. What it cannot hold stays here, and you are told why.
          </Callout>
        )}
        {to && to.health !== 'healthy' && (
          <Callout tone="warn">
            {to.name} does not answer at the moment. Entries stay here until it has confirmed them.
          </Callout>
        )}
        <FormProblem problem={problem} />
      </DialogBody>
      <DialogFooter>
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary" isBusy={isBusy} disabled={!to}>
          Move
        </Button>
      </DialogFooter>
    </form>
  );
}

function Explanation() {
  return (
    <div className="grid gap-2 text-sm text-ink-muted">
      <p>
        Everything that people have here is wanted at the other gateway instead. An entry leaves this one only after the
        other has confirmed it, so no key stops working in between.
      </p>
      <p>Accounts at providers stay here, too: their owners connect them again at the other gateway.</p>
      <p>What others put here stays here. This gateway stays connected, without entries of people.</p>
    </div>
  );
}
