'use client';

import { type GatewayKind, updateGatewayInput } from '@gatehouse/contracts/gateways';
import { useState } from 'react';
import { toast } from 'sonner';
import { type Answers, api } from '../../api/client.tsx';
import { FormProblem, type Problem } from '../../forms/form-problem.tsx';
import { optional, placeServerErrors, useZodForm } from '../../forms/use-zod-form.ts';
import { kindHints } from '../../messages/gateway-upkeep.ts';
import { Button } from '../../ui/button.tsx';
import { DialogBody, DialogFooter } from '../../ui/dialog.tsx';
import { SecretField, TextField } from '../../ui/field.tsx';
import { ProbeResult } from '../probe-result.tsx';
import { useProbe } from '../use-probe.ts';

type EditGatewayFormProps = { gateway: Answers['gateways']['list'][number]; onDone: () => void };

export function EditGatewayForm({ gateway, onDone }: EditGatewayFormProps) {
  const { id, name, baseUrl, clientBaseUrl } = gateway;
  const form = useZodForm(updateGatewayInput, { id, name, baseUrl, clientBaseUrl });
  const update = api.gateways.update.useMutation();
  const utils = api.useUtils();
  const [problem, setProblem] = useState<Problem>(null);
  const probe = useProbe(form, gateway.kind);
  const { isSubmitting } = form.formState;
  const hasNewKey = Boolean(form.watch('managementKey'));

  const submit = form.handleSubmit(async (input) => {
    setProblem(null);
    probe.forget();
    try {
      await update.mutateAsync(input);
      await utils.gateways.invalidate();
      toast.success('Saved.');
      onDone();
    } catch (error) {
      setProblem(placeServerErrors(form, error, { gateway_name_taken: 'name', gateway_address_taken: 'baseUrl' }));
    }
  });

  return (
    <form onSubmit={submit} noValidate className="contents">
      <DialogBody>
        <EditGatewayFields form={form} kind={gateway.kind} />
        <ProbeResult probe={probe} />
        <FormProblem problem={problem} />
      </DialogBody>
      <DialogFooter>
        {hasNewKey && (
          <Button className="sm:mr-auto" onClick={probe.run} isBusy={probe.isRunning}>
            Test connection
          </Button>
        )}
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" variant="primary" isBusy={isSubmitting}>
          Save
        </Button>
      </DialogFooter>
    </form>
  );
}

type FieldsProps = { form: ReturnType<typeof useZodForm<typeof updateGatewayInput>>; kind: GatewayKind };

function EditGatewayFields({ form, kind }: FieldsProps) {
  const { errors } = form.formState;
  return (
    <>
      <TextField label="Name" autoComplete="off" error={errors.name?.message} {...form.register('name')} />
      <TextField
        label="Base URL"
        inputMode="url"
        isMono
        hint="As this server reaches it, without /v1."
        error={errors.baseUrl?.message}
        {...form.register('baseUrl')}
      />
      <TextField
        label="Address for clients"
        inputMode="url"
        isMono
        isOptional
        placeholder="the same"
        hint="Where coding agents reach the gateway, if it is not the base URL."
        error={errors.clientBaseUrl?.message}
        {...form.register('clientBaseUrl', {
          setValueAs: (value: unknown) => (typeof value === 'string' && value.trim() !== '' ? value : null),
        })}
      />
      <SecretField
        label={`New ${kindHints[kind].keyLabel.toLowerCase()}`}
        isOptional
        hint="Leave it empty to keep the one that is stored. It is tried before it replaces the old one."
        error={errors.managementKey?.message}
        {...form.register('managementKey', optional)}
      />
    </>
  );
}
