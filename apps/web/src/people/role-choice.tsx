'use client';

import { type Role, roles } from '@gatehouse/contracts/permissions';
import { RadioGroup } from 'radix-ui';
import { roleLabels, roleMeanings } from '../messages/en.ts';
import { useViewer } from '../shell/viewer.tsx';

/** The roles with what they mean. Only an owner can make somebody an owner. */
export function RoleChoice({ value, onChange }: { value: Role; onChange: (role: Role) => void }) {
  const isOwner = useViewer().role === 'owner';
  return (
    <RadioGroup.Root
      aria-label="Role"
      value={value}
      onValueChange={(chosen) => onChange(chosen as Role)}
      className="grid divide-y divide-line overflow-hidden rounded-card border border-line"
    >
      {roles
        .filter((role) => role !== 'owner' || isOwner)
        .toReversed()
        .map((role) => (
          // biome-ignore lint/a11y/noLabelWithoutControl: the radio inside is a button with the role of a radio.
          <label key={role} className="flex cursor-pointer items-start gap-3 px-3.5 py-2.5 hover:bg-canvas">
            <RadioGroup.Item
              value={role}
              aria-label={roleLabels[role]}
              className="mt-0.5 grid size-4 shrink-0 place-items-center rounded-full border border-line-strong bg-surface data-[state=checked]:border-accent"
            >
              <RadioGroup.Indicator className="size-2 rounded-full bg-accent" />
            </RadioGroup.Item>
            <span className="grid">
              <span className="text-sm font-medium text-ink">{roleLabels[role]}</span>
              <span className="text-xs text-ink-muted">{roleMeanings[role]}</span>
            </span>
          </label>
        ))}
    </RadioGroup.Root>
  );
}
