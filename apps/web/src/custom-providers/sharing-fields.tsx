'use client';

import { useFormContext } from 'react-hook-form';
import { api } from '../api/client.tsx';
import { CheckboxField } from '../ui/checkbox-field.tsx';
import { SelectField } from '../ui/field.tsx';

type WithSharing = { isShared?: boolean; groupId?: string | null };

/** Who sees a provider, and which group switches it on and off. `empty`: what no group says. */
export function SharingFields({ empty }: { empty: null | undefined }) {
  const { register } = useFormContext<WithSharing>();
  const groups = api.customProviderGroups.list.useQuery();
  return (
    <>
      <CheckboxField
        label="Show it to everybody"
        hint="They see its name, address and models, never its keys. Only you and administrators can change it."
        {...register('isShared')}
      />
      {groups.data && groups.data.length > 0 && (
        <SelectField
          label="Group"
          isOptional
          hint="While a group is switched off, so are its providers."
          {...register('groupId', { setValueAs: (value: unknown) => (value === '' ? empty : value) })}
        >
          <option value="">None</option>
          {groups.data.map((group) => (
            <option key={group.id} value={group.id}>
              {group.isEnabled ? group.name : `${group.name} (off)`}
            </option>
          ))}
        </SelectField>
      )}
    </>
  );
}
