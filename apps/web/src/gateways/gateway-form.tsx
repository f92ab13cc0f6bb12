'use client';

import { createGatewayInput } from '@gatehouse/contracts/gateways';
import { type ReactNode, useState } from 'react';
import { type Answers, api } from '../api/client.tsx';
import { toApiError } from '../api/errors.ts';
import { FormProblem, type Problem } from '../forms/form-problem.tsx';
import { placeServerErrors, useZodForm } from '../forms/use-zod-form.ts';
import { Button } from '../ui/button.tsx';
import { GatewayFields } from './gateway-fields.tsx';
import { GatewayProblemCallout } from './gateway-problem.tsx';
import { ProbeResult } from './probe-result.tsx';
import { useProbe } from './use-probe.ts';

type GatewayFormProps = {
  submitLabel: string;
  onCreated: (gateway: Answers['gateways']['create']) => void;
  secondary?: ReactNode;
};

export function GatewayForm({ submitLabel, onCreated, secondary }: GatewayFormProps) {
  const form = useZodForm(createGatewayInput, { name: '', kind: 'cliproxyapi', baseUrl: '', managementKey: '' });
  const create = api.gateways.create.useMutation();
  const utils = api.useUtils();
  const [problem, setProblem] = useState<Problem>(null);
  const kind = form.watch('kind') ?? 'cliproxyapi';
  const probe = useProbe(form, kind);
  const { isSubmitting } = form.formState;
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
      <GatewayFields form={form} kind={kind} />
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
