'use client';

import { createGatewayInput } from '@gatehouse/contracts/gateways';
import { type ReactNode, useState } from 'react';
import { type Answers, api } from '../api/client.tsx';
import { toApiError } from '../api/errors.ts';
import { FormProblem, type Problem } from '../forms/form-problem.tsx';
import { optional, placeServerErrors, useZodForm } from '../forms/use-zod-form.ts';
import { Button } from '../ui/button.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { SecretField, TextField } from '../ui/field.tsx';
import { GatewayProblemCallout } from './gateway-problem.tsx';
import { ProbeResult } from './probe-result.tsx';
import { useProbe } from './use-probe.ts';

type GatewayFormProps = {
  submitLabel: string;
  onCreated: (gateway: Answers['gateways']['create']) => void;
  secondary?: ReactNode;
};

export function GatewayForm({ submitLabel, onCreated, secondary }: GatewayFormProps) {
  const form = useZodForm(createGatewayInput, { name: '', baseUrl: '', managementKey: '' });
  const create = api.gateways.create.useMutation();
  const utils = api.useUtils();
  const [problem, setProblem] = useState<Problem>(null);
  const probe = useProbe(form);
  const { errors, isSubmitting } = form.formState;
  const unusable = create.error ? unusableIn(create.error) : null;

  const submit = form.handleSubmit(async (input) => {
    setProblem(null);
    probe.forget();
    try {
      const gateway = await create.mutateAsync(input);
      await utils.gateways.invalidate();
      onCreated(gateway);
    } catch (error) {
      if (unusableIn(error)) return;
      setProblem(placeServerErrors(form, error, { gateway_name_taken: 'name', gateway_address_taken: 'baseUrl' }));
    }
  });

  return (
    <form onSubmit={submit} noValidate className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <TextField
        label="Name"
        placeholder="Team gateway"
        autoComplete="off"
        error={errors.name?.message}
        {...form.register('name')}
      />
      <TextField
        label="Base URL"
        placeholder="http://127.0.0.1:8317"
        inputMode="url"
        autoComplete="off"
        isMono
        hint="As this server reaches it, without /v1."
        error={errors.baseUrl?.message}
        {...form.register('baseUrl')}
      />
      <SecretField
        label="Management key"
        hint="The gateway’s remote-management secret. It is stored encrypted. Five wrong tries lock this server out for 30 minutes."
        error={errors.managementKey?.message}
        {...form.register('managementKey')}
      />
      <Disclosure label="Laptops use another address">
        <TextField
          label="Address for clients"
          placeholder="https://ai.example.com"
          inputMode="url"
          isMono
          isOptional
          hint="Where coding agents reach the gateway, if it is not the base URL."
          error={errors.clientBaseUrl?.message}
          {...form.register('clientBaseUrl', optional)}
        />
      </Disclosure>
      <ProbeResult probe={probe} />
      {unusable && !probe.answer && <GatewayProblemCallout problem={unusable} />}
      <FormProblem problem={problem} />
      <div className="flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">
        {secondary && <div className="grid sm:mr-auto">{secondary}</div>}
        <Button onClick={probe.run} isBusy={probe.isRunning}>
          Test connection
        </Button>
        <Button type="submit" variant="primary" isBusy={isSubmitting}>
          {submitLabel}
        </Button>
      </div>
    </form>
  );
}

function unusableIn(error: unknown) {
  const { payload } = toApiError(error);
  if (payload?.code !== 'gateway_unusable') return null;
  const { problem: code, ...rest } = payload.details;
  return { code, ...rest };
}
