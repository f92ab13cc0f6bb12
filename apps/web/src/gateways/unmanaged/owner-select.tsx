'use client';

import { api } from '../../api/client.tsx';
import { useViewer } from '../../shell/viewer.tsx';
import { SelectField } from '../../ui/field.tsx';

type OwnerSelectProps = { value: string | undefined; onChange: (userId: string | undefined) => void };

/** Whose the entries will be; those who may not see the people here can only take them over themselves. */
export function OwnerSelect({ value, onChange }: OwnerSelectProps) {
  const viewer = useViewer();
  const canChoose = viewer.can('users:read');
  const { data } = api.users.list.useQuery(undefined, { enabled: canChoose });
  const others = (data ?? []).filter((user) => user.isActive && user.id !== viewer.id);
  return (
    <SelectField
      label="Owner"
      hint="Everything below gets this owner. Adopt in several steps to give entries to different people."
      value={value ?? ''}
      onChange={(event) => onChange(event.target.value || undefined)}
    >
      <option value="">{viewer.name} (you)</option>
      {others.map((user) => (
        <option key={user.id} value={user.id}>
          {user.name} · {user.email}
        </option>
      ))}
    </SelectField>
  );
}
