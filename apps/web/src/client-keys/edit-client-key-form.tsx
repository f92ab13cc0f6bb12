'use client';

import { updateClientKeyInput } from '@gatehouse/contracts/client-keys';
import { useState } from 'react';
import { FormProvider } from 'react-hook-form';
import { toast } from 'sonner';
import { type Answers, api } from '../api/client.tsx';
import { FormProblem, type Problem } from '../forms/form-problem.tsx';
import { clearable, placeServerErrors, useZodForm } from '../forms/use-zod-form.ts';
import { useViewer } from '../shell/viewer.tsx';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { DialogBody, DialogFooter } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { changedOnly } from './key-limits.ts';
import { LimitFields } from './limit-fields.tsx';
import { TeamField } from './team-field.tsx';

type ClientKey = Answers['clientKeys']['list'][number];

export function EditClientKeyForm({ clientKey, onDone }: { clientKey: ClientKey; onDone: () => void }) {
  const { id, version, name, limits } = clientKey;
  const viewer = useViewer();
  const isHeld = clientKey.limitsSetBy !== null && !viewer.can('client-keys:update');
  const form = useZodForm(
    updateClientKeyInput,
    {
      id,
      version,
      name,
      maxBudget: limits.maxBudget,
      budgetDuration: limits.budgetDuration,
      rpmLimit: limits.rpmLimit,
      tpmLimit: limits.tpmLimit,
      teamId: clientKey.team?.id ?? null,
    },
    (values) => changedOnly(values, clientKey),
  );
  const gateways = api.gateways.summaries.useQuery();
  const kinds = gateways.data?.find((gateway) => gateway.id === clientKey.gatewayId)?.keyLimits ?? [];
  const update = api.clientKeys.update.useMutation();
  const utils = api.useUtils();
  const [problem, setProblem] = useState<Problem>(null);
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async (input) => {
    setProblem(null);
    try {
      await update.mutateAsync(input);
      toast.success('Saved. It is being written to the gateway.');
      onDone();
    } catch (error) {
      setProblem(placeServerErrors(form, error, { team_foreign: 'teamId' }));
    }
    await utils.clientKeys.list.invalidate();
  });

  return (
    <FormProvider {...form}>
      <form onSubmit={submit} noValidate className="contents">
        <DialogBody>
          <TextField label="Name" autoComplete="off" error={errors.name?.message} {...form.register('name')} />
          {clientKey.owner && (
            <TeamField
              ownerId={clientKey.owner.id}
              error={errors.teamId?.message}
              {...form.register('teamId', clearable)}
            />
          )}
          {isHeld ? (
            <Callout tone="info" title={`${clientKey.limitsSetBy} set the limits of this key`}>
              Ask them if you need other ones.
            </Callout>
          ) : (
            gateways.data && <LimitFields kinds={kinds} empty={null} current={clientKey} />
          )}
          <FormProblem problem={problem} />
        </DialogBody>
        <DialogFooter>
          <Button onClick={onDone}>Cancel</Button>
          <Button type="submit" variant="primary" isBusy={isSubmitting}>
            Save
          </Button>
        </DialogFooter>
      </form>
    </FormProvider>
  );
}
