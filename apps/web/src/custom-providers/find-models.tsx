'use client';

import { Search } from 'lucide-react';
import { useState } from 'react';
import { useFormContext } from 'react-hook-form';
import { toast } from 'sonner';
import { api } from '../api/client.tsx';
import { FormProblem, type Problem } from '../forms/form-problem.tsx';
import { completeMappings } from '../forms/model-lines.ts';
import { explain } from '../messages/explain.ts';
import { Button } from '../ui/button.tsx';

type Asked = {
  baseUrl: string;
  apiKey?: string;
  headers?: { name: string; value: string }[];
  models: { name: string; alias: string }[];
};

/** Asks the provider in the form which models it has, and puts those that are new among the rows. */
export function FindModels() {
  const form = useFormContext<Asked>();
  const discover = api.customProviders.discoverModels.useMutation();
  const [problem, setProblem] = useState<Problem>(null);
  const baseUrl = form.watch('baseUrl');

  const find = async () => {
    setProblem(null);
    const { apiKey, headers } = form.getValues();
    const given = (headers ?? []).filter(({ name, value }) => name && value);
    try {
      const found = await discover.mutateAsync({
        baseUrl,
        ...(apiKey ? { apiKey } : {}),
        ...(given.length > 0 ? { headers: given } : {}),
      });
      const rows = completeMappings(form.getValues('models'));
      const known = new Set(rows.map(({ name }) => name));
      const fresh = found.models.filter(({ id }) => !known.has(id)).map(({ id }) => ({ name: id, alias: id }));
      form.setValue('models', [...rows, ...fresh], { shouldValidate: true, shouldDirty: true });
      toast.info(fresh.length === 0 ? 'The provider has no other models.' : `${fresh.length} models found.`);
    } catch (error) {
      setProblem(explain(error));
    }
  };

  return (
    <div className="grid gap-2">
      <Button size="sm" className="w-fit" onClick={find} isBusy={discover.isPending} disabled={!baseUrl}>
        <Search aria-hidden /> Ask the provider for its models
      </Button>
      <FormProblem problem={problem} />
    </div>
  );
}
