'use client';

import type { ComponentProps } from 'react';
import { useTeams } from '../teams/use-teams.ts';
import { SelectField } from '../ui/field.tsx';

type TeamFieldProps = { ownerId: string } & Omit<ComponentProps<typeof SelectField>, 'label' | 'children'>;

/** Asks which of its owner's teams a key belongs to, where there is one to choose. */
export function TeamField({ ownerId, ...field }: TeamFieldProps) {
  const { data } = useTeams();
  const teams = data?.filter(({ members }) => members.some(({ userId }) => userId === ownerId)) ?? [];
  if (teams.length === 0) return null;
  return (
    <SelectField label="Team" isOptional hint="Its use is counted to this team." {...field}>
      <option value="">None</option>
      {teams.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </SelectField>
  );
}
