'use client';

import { contributeProviderKeyInput, defaultBaseUrl, providers } from '@gatehouse/contracts/provider-keys';
import { useState } from 'react';
import { FormProvider } from 'react-hook-form';
import { toast } from 'sonner';
import { api } from '../api/client.tsx';
import { FormProblem, type Problem } from '../forms/form-problem.tsx';
import { HeaderFields } from '../forms/header-fields.tsx';
import { filledHeaders } from '../forms/header-rows.ts';
import { completeMappings, parseModelIds } from '../forms/model-lines.ts';
import { ModelMappingFields } from '../forms/model-mapping-fields.tsx';
import { RoutingFields } from '../forms/routing-fields.tsx';
import { optional, placeServerErrors, useZodForm } from '../forms/use-zod-form.ts';
import { GatewaySelect } from '../gateways/gateway-select.tsx';
import { Button } from '../ui/button.tsx';
import { DialogBody, DialogFooter } from '../ui/dialog.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { SecretField, SelectField, TextareaField, TextField } from '../ui/field.tsx';
import { providerHints, providerLabels } from './provider-labels.ts';

export function ContributeKeyForm({ onDone }: { onDone: () => void }) {
  const form = useZodForm(
    contributeProviderKeyInput,
    { provider: 'claude', name: '', apiKey: '', models: [] },
    (values) => ({ ...values, headers: filledHeaders(values.headers), models: modelsOrAll(values.models) }),
  );
  const contribute = api.providerKeys.contribute.useMutation();
  const utils = api.useUtils();
  const [problem, setProblem] = useState<Problem>(null);
  const { errors, isSubmitting } = form.formState;
  const provider = form.watch('provider');

  const submit = form.handleSubmit(async (input) => {
    setProblem(null);
    try {
      const key = await contribute.mutateAsync(input);
      await utils.providerKeys.list.invalidate();
      // The same key twice is one key: the answer is the one that was there.
      if (key.name === input.name) toast.success('Key contributed. It is being written to the gateway.');
      else toast.info(`You have contributed this key already, as “${key.name}”.`);
      onDone();
    } catch (error) {
      setProblem(placeServerErrors(form, error, { provider_key_taken: 'apiKey', entry_refused: 'apiKey' }));
    }
  });

  return (
    <FormProvider {...form}>
      <form onSubmit={submit} noValidate className="contents">
        <DialogBody>
          <GatewaySelect {...form.register('gatewayId', optional)} />
          <SelectField label="Provider" error={errors.provider?.message} {...form.register('provider')}>
            {providers.map((value) => (
              <option key={value} value={value}>
                {providerLabels[value]}
              </option>
            ))}
          </SelectField>
          <TextField
            label="Name"
            placeholder="Team budget"
            autoComplete="off"
            hint="So that you and others recognise it."
            error={errors.name?.message}
            {...form.register('name')}
          />
          <SecretField
            label="API key"
            hint={providerHints[provider]}
            error={errors.apiKey?.message}
            {...form.register('apiKey')}
          />
          <Disclosure label="More options">
            <TextField
              label="Provider base URL"
              isOptional
              isMono
              placeholder={defaultBaseUrl[provider] ?? 'The provider’s own'}
              hint="Only for a proxy or a compatible service."
              error={errors.baseUrl?.message}
              {...form.register('baseUrl', optional)}
            />
            <TextField
              label="Prefix"
              isOptional
              isMono
              placeholder="team-a"
              hint="Clients can then ask for prefix/model to use just this key."
              error={errors.prefix?.message}
              {...form.register('prefix', optional)}
            />
            <ModelMappingFields hint="Offer only these, under these names. Without any, all of the provider’s models are offered." />
            <TextareaField
              label="Excluded models"
              isOptional
              placeholder={'one-model-id\nanother-*'}
              hint="One a line. They are not offered through this key."
              error={errors.excludedModels?.message}
              {...form.register('excludedModels', {
                setValueAs: (text: unknown) => (typeof text === 'string' ? parseModelIds(text) : text),
              })}
            />
            <HeaderFields />
            <TextField
              label="Proxy"
              isOptional
              isMono
              placeholder="http://proxy.example.com:3128"
              hint="The gateway reaches the provider through it."
              error={errors.proxyUrl?.message}
              {...form.register('proxyUrl', optional)}
            />
            <RoutingFields empty={undefined} hasWeight />
          </Disclosure>
          <FormProblem problem={problem} />
        </DialogBody>
        <DialogFooter>
          <Button onClick={onDone}>Cancel</Button>
          <Button type="submit" variant="primary" isBusy={isSubmitting}>
            Contribute
          </Button>
        </DialogFooter>
      </form>
    </FormProvider>
  );
}

/** Without any row the key offers all that its provider has, which is said by leaving the field out. */
function modelsOrAll(rows: Parameters<typeof completeMappings>[0]) {
  const models = completeMappings(rows);
  return models.length > 0 ? models : undefined;
}
