'use client';

import { updateAccountInput } from '@gatehouse/contracts/provider-accounts';
import { useState } from 'react';
import { FormProvider } from 'react-hook-form';
import { toast } from 'sonner';
import { type Answers, api } from '../api/client.tsx';
import { FormProblem, type Problem } from '../forms/form-problem.tsx';
import { HeaderFields } from '../forms/header-fields.tsx';
import { filledHeaders } from '../forms/header-rows.ts';
import { parseModelIds } from '../forms/model-lines.ts';
import { numeric, placeServerErrors, useZodForm } from '../forms/use-zod-form.ts';
import { Button } from '../ui/button.tsx';
import { DialogBody, DialogFooter } from '../ui/dialog.tsx';
import { TextareaField, TextField } from '../ui/field.tsx';
import { changedSettings } from './changed-settings.ts';

type Account = Answers['providerAccounts']['list'][number];

/** How an account is used. Only what was changed is sent: the rest may be somebody else's. */
export function EditAccountForm({ account, onDone }: { account: Account; onDone: () => void }) {
  const { settings, headerNames } = account;
  const form = useZodForm(
    updateAccountInput,
    { id: account.id, name: account.name, settings, headers: headerNames.map((name) => ({ name })) },
    ({ settings: edited, headers, ...values }) => ({
      ...values,
      settings: changedSettings(settings, edited ?? {}),
      headers: filledHeaders(headers),
    }),
  );
  const update = api.providerAccounts.update.useMutation();
  const utils = api.useUtils();
  const [problem, setProblem] = useState<Problem>(null);
  const { errors, isSubmitting } = form.formState;
  const fields = errors.settings;

  const submit = form.handleSubmit(async ({ headers, ...input }) => {
    setProblem(null);
    const hasHeaders = headers?.some(({ value }) => value !== undefined) || headers?.length !== headerNames.length;
    try {
      await update.mutateAsync({ ...input, ...(hasHeaders && headers ? { headers } : {}) });
      await utils.providerAccounts.list.invalidate();
      toast.success('Saved. It is being written to the gateway.');
      onDone();
    } catch (error) {
      setProblem(placeServerErrors(form, error));
    }
  });

  return (
    <FormProvider {...form}>
      <form onSubmit={submit} noValidate className="contents">
        <DialogBody>
          <TextField label="Name" autoComplete="off" error={errors.name?.message} {...form.register('name')} />
          <TextField
            label="Note"
            isOptional
            autoComplete="off"
            hint="Shown at the gateway, too."
            error={fields?.note?.message}
            {...form.register('settings.note')}
          />
          <TextField
            label="Prefix"
            isOptional
            isMono
            placeholder="team-a"
            hint="Clients ask for prefix/model to use just this account."
            error={fields?.prefix?.message}
            {...form.register('settings.prefix')}
          />
          <TextField
            label="Proxy"
            isOptional
            isMono
            placeholder="http://proxy.example.com:3128"
            hint="The gateway reaches the provider through it."
            error={fields?.proxyUrl?.message}
            {...form.register('settings.proxyUrl')}
          />
          <div className="grid gap-4 sm:grid-cols-3">
            <TextField
              label="Priority"
              isOptional
              inputMode="numeric"
              placeholder="0"
              hint="Higher is used first."
              error={fields?.priority?.message}
              {...form.register('settings.priority', numeric(undefined))}
            />
            <TextField
              label="Weight"
              isOptional
              inputMode="numeric"
              placeholder="1"
              hint="Its share of requests."
              error={fields?.weight?.message}
              {...form.register('settings.weight', numeric(undefined))}
            />
            <TextField
              label="Retries"
              isOptional
              inputMode="numeric"
              placeholder="The gateway’s"
              hint="After a failure."
              error={fields?.requestRetry?.message}
              {...form.register('settings.requestRetry', numeric(undefined))}
            />
          </div>
          <TextareaField
            label="Excluded models"
            isOptional
            placeholder={'one-model-id\nanother-*'}
            hint="One a line; * stands for any text."
            defaultValue={settings.excludedModels?.join('\n')}
            error={fields?.excludedModels?.message}
            {...form.register('settings.excludedModels', {
              setValueAs: (text: unknown) => (typeof text === 'string' ? parseModelIds(text) : text),
            })}
          />
          <HeaderFields kept={headerNames} />
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
