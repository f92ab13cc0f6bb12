'use client';

import type { CreateGatewayInput, ProbeAnswer } from '@gatehouse/contracts/gateways';
import { useState } from 'react';
import type { UseFormReturn } from 'react-hook-form';
import { api } from '../api/client.tsx';
import { explain } from '../messages/explain.ts';

type Fields = { baseUrl: string; managementKey: string };
type ProbeForm = Pick<UseFormReturn<Fields & Record<string, unknown>>, 'trigger' | 'getValues'>;

export type Probe = {
  answer: ProbeAnswer | null;
  failure: string | null;
  isRunning: boolean;
  run: () => Promise<void>;
  forget: () => void;
};

/** Tries the address and key of a form against the gateway without saving anything. */
export function useProbe(form: unknown, kind: CreateGatewayInput['kind'] = 'cliproxyapi'): Probe {
  const { trigger, getValues } = form as ProbeForm;
  const probe = api.gateways.probe.useMutation();
  const [failure, setFailure] = useState<string | null>(null);

  const run = async () => {
    setFailure(null);
    if (!(await trigger(['baseUrl', 'managementKey'], { shouldFocus: true }))) return;
    const { baseUrl, managementKey } = getValues();
    try {
      await probe.mutateAsync({ kind, baseUrl, managementKey });
    } catch (error) {
      setFailure(explain(error).text);
    }
  };
  const forget = () => {
    setFailure(null);
    probe.reset();
  };
  return { answer: probe.data ?? null, failure, isRunning: probe.isPending, run, forget };
}
