'use client';

import { type createGatewayInput, type GatewayKind, gatewayKinds } from '@gatehouse/contracts/gateways';
import { optional, type useZodForm } from '../forms/use-zod-form.ts';
import { kindHints, kindLabels } from '../messages/gateway-upkeep.ts';
import { Disclosure } from '../ui/disclosure.tsx';
import { SecretField, SelectField, TextField } from '../ui/field.tsx';

type GatewayFieldsProps = { form: ReturnType<typeof useZodForm<typeof createGatewayInput>>; kind: GatewayKind };

/** What has to be known of a gateway before it can be connected. */
export function GatewayFields({ form, kind }: GatewayFieldsProps) {
  const { errors } = form.formState;
  return (
    <>
      <TextField
        label="Name"
        placeholder="Team gateway"
        autoComplete="off"
        error={errors.name?.message}
        {...form.register('name')}
      />
      <SelectField label="Kind" error={errors.kind?.message} {...form.register('kind')}>
        {gatewayKinds.map((one) => (
          <option key={one} value={one}>
            {kindLabels[one]}
          </option>
        ))}
      </SelectField>
      <TextField
        label="Base URL"
        placeholder={kindHints[kind].baseUrl}
        inputMode="url"
        autoComplete="off"
        isMono
        hint="As this server reaches it, without /v1."
        error={errors.baseUrl?.message}
        {...form.register('baseUrl')}
      />
      <SecretField
        label={kindHints[kind].keyLabel}
        hint={kindHints[kind].keyHint}
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
    </>
  );
}
