'use client';

import { type Answers, api } from '../api/client.tsx';
import { ContributedTable } from '../entries/contributed-table.tsx';
import { NamedCell } from '../entries/named-cell.tsx';
import type { OwnerScope } from '../entries/owner-tabs.tsx';
import { EditKeyForm } from './edit-key-form.tsx';
import { providerLabels } from './provider-labels.ts';

type Row = Answers['providerKeys']['list'][number];

export function ProviderKeyTable({ rows, scope }: { rows: Row[]; scope: OwnerScope }) {
  const update = api.providerKeys.update.useMutation();
  const remove = api.providerKeys.remove.useMutation();
  const utils = api.useUtils();
  return (
    <ContributedTable
      label="Provider keys"
      resource="provider-keys"
      rows={rows}
      hasOwners={scope === 'all'}
      nameOf={(row) => row.name}
      title={(row) => <NamedCell name={row.name} detail={row.masked} />}
      columns={[{ header: 'Provider', cell: (row) => providerLabels[row.provider] }]}
      editing={(row, close) => ({
        title: `Edit ${row.name}`,
        description: `${providerLabels[row.provider]} · ${row.masked}`,
        form: <EditKeyForm key={row.id} providerKey={row} onDone={close} />,
      })}
      removal={{ title: 'Remove provider key', confirmLabel: 'Remove key', text: removalText }}
      onSwitch={({ id, version, isDisabled }) => update.mutateAsync({ id, version, isDisabled: !isDisabled })}
      onRemove={({ id }) => remove.mutateAsync({ id })}
      onChanged={() => utils.providerKeys.list.invalidate()}
    />
  );
}

const removalText = ({ name, masked }: Row) => (
  <>
    The gateway stops using <strong className="font-medium text-ink">{name}</strong> ({masked}). Models that only this
    key offers disappear for everybody.
  </>
);
