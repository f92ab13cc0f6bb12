'use client';

import { type RebuildAnswer, rebuildGatewayInput } from '@gatehouse/contracts/gateway-upkeep';
import { useState } from 'react';
import { type Answers, api } from '../../api/client.tsx';
import { FormProblem, type Problem } from '../../forms/form-problem.tsx';
import { optional, placeServerErrors, useZodForm } from '../../forms/use-zod-form.ts';
import { kindHints } from '../../messages/gateway-upkeep.ts';
import { Button } from '../../ui/button.tsx';
import { Callout } from '../../ui/callout.tsx';
import { Dialog, DialogBody, DialogFooter } from '../../ui/dialog.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { SecretField, TextField } from '../../ui/field.tsx';
import { GatewayProblemCallout } from '../gateway-problem.tsx';
import { AccountsToConnect } from './accounts-to-connect.tsx';

type Gateway = Answers['gateways']['list'][number];
type RebuildDialogProps = { gateway: Gateway; isOpen: boolean; onClose: () => void };

export function RebuildDialog({ gateway, isOpen, onClose }: RebuildDialogProps) {
  const [answer, setAnswer] = useState<RebuildAnswer | null>(null);
  const close = () => {
    setAnswer(null);
    onClose();
  };
  return (
    <Dialog isOpen={isOpen} onOpenChange={(open) => !open && close()} title={`Rebuild ${gateway.name}`}>
      {answer ? (
        <Result answer={answer} onDone={close} />
      ) : (
        <RebuildForm gateway={gateway} onRebuilt={setAnswer} onCancel={close} />
      )}
    </Dialog>
  );
}

type RebuildFormProps = { gateway: Gateway; onRebuilt: (answer: RebuildAnswer) => void; onCancel: () => void };

function RebuildForm({ gateway, onRebuilt, onCancel }: RebuildFormProps) {
  const form = useZodForm(rebuildGatewayInput, { id: gateway.id });
  const rebuild = api.gateways.rebuild.useMutation();
  const utils = api.useUtils();
  const [problem, setProblem] = useState<Problem>(null);
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async (input) => {
    setProblem(null);
    try {
      onRebuilt(await rebuild.mutateAsync(input));
      await utils.gateways.invalidate();
    } catch (error) {
      setProblem(placeServerErrors(form, error, { gateway_address_taken: 'baseUrl' }));
    }
  });
  return (
    <form onSubmit={submit} noValidate className="contents">
      <DialogBody>
        <Explanation />
        <Disclosure label="The new gateway has another address or key">
          <TextField
            label="New base URL"
            inputMode="url"
            isMono
            isOptional
            placeholder={gateway.baseUrl}
            hint="Leave it empty if the address is the same."
            error={errors.baseUrl?.message}
            {...form.register('baseUrl', optional)}
          />
          <SecretField
            label={`New ${kindHints[gateway.kind].keyLabel.toLowerCase()}`}
            isOptional
            hint="Leave it empty to use the one that is stored."
            error={errors.managementKey?.message}
            {...form.register('managementKey', optional)}
          />
        </Disclosure>
        <FormProblem problem={problem} />
      </DialogBody>
      <DialogFooter>
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary" isBusy={isSubmitting}>
          Rebuild
        </Button>
      </DialogFooter>
    </form>
  );
}

function Explanation() {
  return (
    <div className="grid gap-2 text-sm text-ink-muted">
      <p>
        For a gateway that lost its data, or a new and empty one in its place. Gatehouse writes everything that is
        wanted here once more and reads it back.
      </p>
      <p>
        What others had put at the old gateway is not known to Gatehouse and does not come back with it. What others
        have at the new one stays. Accounts at providers have to be connected again: their credentials are at the old
        gateway only.
      </p>
    </div>
  );
}

function Result({ answer, onDone }: { answer: RebuildAnswer; onDone: () => void }) {
  const { wanted, confirmed, problem, lost, accounts } = answer;
  const isComplete = wanted === confirmed && !problem;
  return (
    <>
      <DialogBody>
        <Callout
          tone={isComplete ? 'good' : 'warn'}
          title={isComplete ? 'Everything is there' : `${confirmed} of ${wanted} entries are there`}
        >
          {isComplete
            ? `The gateway confirmed ${wanted === 1 ? 'its one entry' : `all ${wanted} entries`}.`
            : 'Gatehouse goes on by itself until the rest is there, too. The entries tell how each of them stands.'}
        </Callout>
        {problem && <GatewayProblemCallout problem={problem} />}
        {lost.length > 0 && (
          <Callout tone="warn" title="What is not there">
            <ul className="grid gap-1">
              {lost.map(({ entryId, label, reason }) => (
                <li key={entryId}>
                  <span className="text-ink">{label}</span>: {reason}
                </li>
              ))}
            </ul>
          </Callout>
        )}
        <AccountsToConnect accounts={accounts} title="Accounts to connect again" />
      </DialogBody>
      <DialogFooter>
        <Button variant="primary" onClick={onDone}>
          Done
        </Button>
      </DialogFooter>
    </>
  );
}
