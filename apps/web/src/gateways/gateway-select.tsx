'use client';

import type { ComponentProps } from 'react';
import { api } from '../api/client.tsx';
import { SelectField } from '../ui/field.tsx';

/** Asks which gateway, where there is more than one to choose from. */
export function GatewaySelect(props: Omit<ComponentProps<typeof SelectField>, 'label' | 'children'>) {
  const { data } = api.gateways.summaries.useQuery();
  if (!data || data.length < 2) return null;
  return (
    <SelectField label="Gateway" {...props}>
      {data.map((gateway) => (
        <option key={gateway.id} value={gateway.id}>
          {gateway.name}
        </option>
      ))}
    </SelectField>
  );
}
