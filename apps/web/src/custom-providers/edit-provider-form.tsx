'use client';

import { updateCustomProviderInput } from '@gatehouse/contracts/custom-providers';
import { useState } from 'react';
import { FormProvider } from 'react-hook-form';
import { toast } from 'sonner';
import { type Answers, api } from '../api/client.tsx';
import { FormProblem, type Problem } from '../forms/form-problem.tsx';
import { HeaderFields } from '../forms/header-fields.tsx';
import { filledHeaders } from '../forms/header-rows.ts';
import { completeMappings } from '../forms/model-lines.ts';
import { ModelMappingFields } from '../forms/model-mapping-fields.tsx';
import { RoutingFields } from '../forms/routing-fields.tsx';
import { clearable, placeServerErrors, useZodForm } from '../forms/use-zod-form.ts';
import { Button } from '../ui/button.tsx';
import { DialogBody, DialogFooter } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { KeyListFields } from './key-list-fields.tsx';
import { SharingFields } from './sharing-fields.tsx';

type Provider = Answers['customProviders']['list'][number];

export function EditProviderForm({ provider, onDone }: { provider: Provider; onDone: () => void }) {
  const { settings } = provider;
  const form = useZodForm(
    updateCustomProviderInput,
    {
      id: provider.id,
      version: provider.version,
      displayName: provider.displayName,
      baseUrl: provider.baseUrl,
      apiKeys: provider.maskedKeys.map((_, keep) => ({ keep })),
      models: provider.models,
      headers: settings.headerNames.map((name) => ({ name })),
      prefix: settings.prefix,
      priority: settings.priority,
      requestRetry: settings.requestRetry,
      isCoolingDisabled: settings.isCoolingDisabled,
      isShared: provider.isShared,
      groupId: provider.group?.id ?? null,
    },
    (values) => ({
      ...values,
      apiKeys: (values.apiKeys ?? []).filter((key) => 'keep' in key || key.value !== ''),
      headers: filledHeaders(values.headers),
      models: completeMappings(values.models),
    }),
  );
  const update = api.customProviders.update.useMutation();
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
      setProblem(placeServerErrors(form, error));
    }
    await utils.customProviders.list.invalidate();
  });

  return (
    <FormProvider {...form}>
      <form onSubmit={submit} noValidate className="contents">
        <DialogBody>
          <TextField
            label="Display name"
            autoComplete="off"
            error={errors.displayName?.message}
            {...form.register('displayName')}
          />
          <TextField
            label="Base URL"
            inputMode="url"
            isMono
            error={errors.baseUrl?.message}
            {...form.register('baseUrl')}
          />
          <KeyListFields masked={provider.maskedKeys} />
          <ModelMappingFields hint="The id as the provider spells it, and the alias that clients ask for." />
          <HeaderFields kept={settings.headerNames} />
          <TextField
            label="Prefix"
            isOptional
            isMono
            placeholder="team-a"
            error={errors.prefix?.message}
            {...form.register('prefix', clearable)}
          />
          <RoutingFields empty={null} hasWeight={false} />
          <SharingFields empty={null} />
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
