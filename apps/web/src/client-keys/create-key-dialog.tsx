'use client';

import { createClientKeyInput } from '@gatehouse/contracts/client-keys';
import { useState } from 'react';
import { FormProvider } from 'react-hook-form';
import { type Answers, api } from '../api/client.tsx';
import { FormProblem, type Problem } from '../forms/form-problem.tsx';
import { optional, placeServerErrors, useZodForm } from '../forms/use-zod-form.ts';
import { GatewaySelect } from '../gateways/gateway-select.tsx';
import { useViewer } from '../shell/viewer.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../ui/dialog.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { TextField } from '../ui/field.tsx';
import { CreatedKey } from './created-key.tsx';
import { LimitFields } from './limit-fields.tsx';
import { TeamField } from './team-field.tsx';

type CreateKeyDialogProps = { isOpen: boolean; onOpenChange: (isOpen: boolean) => void };

export function CreateKeyDialog({ isOpen, onOpenChange }: CreateKeyDialogProps) {
  const [created, setCreated] = useState<Answers['clientKeys']['create'] | null>(null);
  const close = () => {
    setCreated(null);
    onOpenChange(false);
  };
  if (created) {
    return (
      <Dialog
        isOpen={isOpen}
        onOpenChange={(open) => !open && close()}
        title="Your new client key"
        description="Copy it now. It is shown this once and cannot be read again."
        size="lg"
        isSticky
      >
        <CreatedKey created={created} onDone={close} />
      </Dialog>
    );
  }
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title="Create a client key"
      description="One per tool or laptop is easiest to look after."
      size="sm"
    >
      <CreateKeyForm onCreated={setCreated} onCancel={close} />
    </Dialog>
  );
}

type CreateKeyFormProps = {
  onCreated: (created: Answers['clientKeys']['create']) => void;
  onCancel: () => void;
};

function CreateKeyForm({ onCreated, onCancel }: CreateKeyFormProps) {
  const form = useZodForm(createClientKeyInput, { name: '' });
  const create = api.clientKeys.create.useMutation();
  const viewer = useViewer();
  const utils = api.useUtils();
  const [problem, setProblem] = useState<Problem>(null);
  const { errors, isSubmitting } = form.formState;
  const gateways = api.gateways.summaries.useQuery();
  const chosen = form.watch('gatewayId');
  const gateway = gateways.data?.find(({ id }) => id === chosen) ?? gateways.data?.[0];

  const submit = form.handleSubmit(async (input) => {
    setProblem(null);
    try {
      const created = await create.mutateAsync(input);
      void utils.clientKeys.list.invalidate();
      void utils.bundles.invalidate();
      onCreated(created);
    } catch (error) {
      setProblem(placeServerErrors(form, error, { team_foreign: 'teamId' }));
    }
  });

  return (
    <FormProvider {...form}>
      <form onSubmit={submit} noValidate className="contents">
        <DialogBody>
          <GatewaySelect {...form.register('gatewayId', optional)} />
          <TextField
            label="Name"
            placeholder="My laptop"
            autoComplete="off"
            error={errors.name?.message}
            {...form.register('name')}
          />
          <TeamField ownerId={viewer.id} error={errors.teamId?.message} {...form.register('teamId', optional)} />
          {gateway && (
            <Disclosure label="Limits">
              {gateway.keyLimits.length === 0 && (
                <p className="text-xs text-ink-muted">
                  {gateway.name} cannot limit a key to models, a budget or a rate. It can expire.
                </p>
              )}
              <LimitFields key={gateway.id} kinds={gateway.keyLimits} empty={undefined} />
            </Disclosure>
          )}
          <FormProblem problem={problem} />
        </DialogBody>
        <DialogFooter>
          <Button onClick={onCancel}>Cancel</Button>
          <Button type="submit" variant="primary" isBusy={isSubmitting}>
            Create key
          </Button>
        </DialogFooter>
      </form>
    </FormProvider>
  );
}
