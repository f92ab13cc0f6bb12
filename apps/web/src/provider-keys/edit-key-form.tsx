'use client';

import { defaultBaseUrl, updateProviderKeyInput } from '@gatehouse/contracts/provider-keys';
import { useState } from 'react';
import { FormProvider } from 'react-hook-form';
import { toast } from 'sonner';
import { type Answers, api } from '../api/client.tsx';
import { FormProblem, type Problem } from '../forms/form-problem.tsx';
import { HeaderFields } from '../forms/header-fields.tsx';
import { filledHeaders } from '../forms/header-rows.ts';
import { completeMappings, parseModelIds } from '../forms/model-lines.ts';
import { ModelMappingFields } from '../forms/model-mapping-fields.tsx';
import { RoutingFields } from '../forms/routing-fields.tsx';
import { clearable, optional, placeServerErrors, useZodForm } from '../forms/use-zod-form.ts';
import { Button } from '../ui/button.tsx';
import { CheckboxField } from '../ui/checkbox-field.tsx';
import { DialogBody, DialogFooter } from '../ui/dialog.tsx';
import { SecretField, TextareaField, TextField } from '../ui/field.tsx';

type ProviderKey = Answers['providerKeys']['list'][number];

export function EditKeyForm({ providerKey, onDone }: { providerKey: ProviderKey; onDone: () => void }) {
  const { settings } = providerKey;
  const [hasNoProxy, setNoProxy] = useState(false);
  const form = useZodForm(
    updateProviderKeyInput,
    {
      id: providerKey.id,
      version: providerKey.version,
      name: providerKey.name,
      baseUrl: providerKey.baseUrl,
      prefix: settings.prefix,
      models: providerKey.models,
      headers: settings.headerNames.map((name) => ({ name })),
      priority: settings.priority,
      weight: settings.weight,
      requestRetry: settings.requestRetry,
      isCoolingDisabled: settings.isCoolingDisabled,
    },
    (values) => ({
      ...values,
      headers: filledHeaders(values.headers),
      models: completeMappings(values.models),
      ...(hasNoProxy ? { proxyUrl: null } : {}),
    }),
  );
  const update = api.providerKeys.update.useMutation();
  const utils = api.useUtils();
  const [problem, setProblem] = useState<Problem>(null);
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async (input) => {
    setProblem(null);
    try {
      await update.mutateAsync(input);
      await utils.providerKeys.list.invalidate();
      toast.success('Saved. It is being written to the gateway.');
      onDone();
    } catch (error) {
      setProblem(placeServerErrors(form, error, { provider_key_taken: 'apiKey' }));
      await utils.providerKeys.list.invalidate();
    }
  });

  return (
    <FormProvider {...form}>
      <form onSubmit={submit} noValidate className="contents">
        <DialogBody>
          <TextField label="Name" autoComplete="off" error={errors.name?.message} {...form.register('name')} />
          <SecretField
            label="Another API key"
            isOptional
            placeholder={providerKey.masked}
            hint="Takes the place of the old one in one step. Leave it empty to keep the key."
            error={errors.apiKey?.message}
            {...form.register('apiKey', optional)}
          />
          <TextField
            label="Provider base URL"
            isOptional
            isMono
            placeholder={defaultBaseUrl[providerKey.provider] ?? 'The provider’s own'}
            error={errors.baseUrl?.message}
            {...form.register('baseUrl', clearable)}
          />
          <TextField
            label="Prefix"
            isOptional
            isMono
            placeholder="team-a"
            error={errors.prefix?.message}
            {...form.register('prefix', clearable)}
          />
          <ModelMappingFields hint="Offer only these, under these names. Without any, all of the provider’s models are offered." />
          <TextareaField
            label="Excluded models"
            isOptional
            placeholder={'one-model-id\nanother-*'}
            hint="One a line; * stands for any text."
            defaultValue={settings.excludedModels.join('\n')}
            error={errors.excludedModels?.message}
            {...form.register('excludedModels', {
              setValueAs: (text: unknown) => (typeof text === 'string' ? parseModelIds(text) : text),
            })}
          />
          <HeaderFields kept={settings.headerNames} />
          <TextField
            label="Proxy"
            isOptional
            isMono
            disabled={hasNoProxy}
            placeholder={settings.proxyUrl ?? 'http://proxy.example.com:3128'}
            hint={
              settings.proxyUrl
                ? 'There is one. Leave this empty to keep it, with its user name and password.'
                : 'The gateway reaches the provider through it.'
            }
            error={errors.proxyUrl?.message}
            {...form.register('proxyUrl', optional)}
          />
          {settings.proxyUrl && (
            <CheckboxField
              label="Use no proxy any more"
              checked={hasNoProxy}
              onChange={(event) => setNoProxy(event.target.checked)}
            />
          )}
          <RoutingFields empty={null} hasWeight />
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
