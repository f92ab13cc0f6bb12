'use client';

import { contributeCustomProviderInput } from '@gatehouse/contracts/custom-providers';
import { useState } from 'react';
import { FormProvider } from 'react-hook-form';
import { toast } from 'sonner';
import { api } from '../api/client.tsx';
import { FormProblem, type Problem } from '../forms/form-problem.tsx';
import { HeaderFields } from '../forms/header-fields.tsx';
import { filledHeaders } from '../forms/header-rows.ts';
import { completeMappings } from '../forms/model-lines.ts';
import { ModelMappingFields } from '../forms/model-mapping-fields.tsx';
import { RoutingFields } from '../forms/routing-fields.tsx';
import { optional, placeServerErrors, useZodForm } from '../forms/use-zod-form.ts';
import { GatewaySelect } from '../gateways/gateway-select.tsx';
import { useViewer } from '../shell/viewer.tsx';
import { Button } from '../ui/button.tsx';
import { CheckboxField } from '../ui/checkbox-field.tsx';
import { DialogBody, DialogFooter } from '../ui/dialog.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { SecretField, TextField } from '../ui/field.tsx';
import { FindModels } from './find-models.tsx';
import { providerNameFrom } from './provider-name.ts';
import { SharingFields } from './sharing-fields.tsx';

export function ContributeProviderForm({ onDone }: { onDone: () => void }) {
  const form = useZodForm(
    contributeCustomProviderInput,
    { name: '', displayName: '', baseUrl: '', apiKey: '', models: [{ name: '', alias: '' }] },
    ({ apiKey, ...values }) => ({
      ...values,
      ...(values.isKeyless ? {} : { apiKey }),
      headers: filledHeaders(values.headers),
      models: completeMappings(values.models),
    }),
  );
  const contribute = api.customProviders.contribute.useMutation();
  const utils = api.useUtils();
  const viewer = useViewer();
  const isKeyless = form.watch('isKeyless');
  const [problem, setProblem] = useState<Problem>(null);
  const { errors, isSubmitting, dirtyFields } = form.formState;

  const submit = form.handleSubmit(async (input) => {
    setProblem(null);
    try {
      await contribute.mutateAsync(input);
      await utils.customProviders.list.invalidate();
      toast.success('Provider added. It is being written to the gateway.');
      onDone();
    } catch (error) {
      setProblem(placeServerErrors(form, error, { custom_provider_name_taken: 'name' }));
    }
  });
  // The name at the gateway follows the display name until somebody chooses another.
  const followName = (displayName: string) => {
    if (!dirtyFields.name) form.setValue('name', providerNameFrom(displayName));
  };

  return (
    <FormProvider {...form}>
      <form onSubmit={submit} noValidate className="contents">
        <DialogBody>
          <GatewaySelect {...form.register('gatewayId', optional)} />
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField
              label="Display name"
              placeholder="Office GPU"
              autoComplete="off"
              error={errors.displayName?.message}
              {...form.register('displayName', { onChange: (event) => followName(event.target.value) })}
            />
            <TextField
              label="Name at the gateway"
              placeholder="office-gpu"
              autoComplete="off"
              isMono
              error={errors.name?.message}
              {...form.register('name')}
            />
          </div>
          <TextField
            label="Base URL"
            placeholder="https://models.example.com/v1"
            inputMode="url"
            isMono
            hint="Usually with /v1 at its end."
            error={errors.baseUrl?.message}
            {...form.register('baseUrl')}
          />
          {!isKeyless && (
            <SecretField label="API key" error={errors.apiKey?.message} {...form.register('apiKey', optional)} />
          )}
          {viewer.can('custom-providers:keyless') && (
            <CheckboxField
              label="The provider asks for no key"
              hint="For a model server of your own. Whoever reaches its address can use it."
              {...form.register('isKeyless')}
            />
          )}
          <FindModels />
          <ModelMappingFields hint="The id as the provider spells it, and the alias that clients ask for." />
          <Disclosure label="More options">
            <HeaderFields />
            <TextField
              label="Prefix"
              isOptional
              isMono
              placeholder="team-a"
              error={errors.prefix?.message}
              {...form.register('prefix', optional)}
            />
            <RoutingFields empty={undefined} hasWeight={false} />
            <SharingFields empty={undefined} />
          </Disclosure>
          <FormProblem problem={problem} />
        </DialogBody>
        <DialogFooter>
          <Button onClick={onDone}>Cancel</Button>
          <Button type="submit" variant="primary" isBusy={isSubmitting}>
            Add provider
          </Button>
        </DialogFooter>
      </form>
    </FormProvider>
  );
}
