'use client';

import { type Answers, api } from '../api/client.tsx';
import { ContributedTable } from '../entries/contributed-table.tsx';
import { NamedCell } from '../entries/named-cell.tsx';
import type { OwnerScope } from '../entries/owner-tabs.tsx';
import { Badge } from '../ui/badge.tsx';
import { accountLabels } from './account-labels.ts';
import { EditAccountForm } from './edit-account-form.tsx';

type Row = Answers['providerAccounts']['list'][number];

export function AccountTable({ rows, scope }: { rows: Row[]; scope: OwnerScope }) {
  const update = api.providerAccounts.update.useMutation();
  const remove = api.providerAccounts.remove.useMutation();
  const utils = api.useUtils();
  return (
    <ContributedTable
      label="Accounts"
      resource="provider-accounts"
      rows={rows}
      hasOwners={scope === 'all'}
      nameOf={(row) => row.name}
      title={(row) => <AccountName row={row} />}
      columns={[{ header: 'Provider', cell: (row) => accountLabels[row.provider] }]}
      badges={(row) => row.health === 'error' && <Badge tone="bad">Sign in again</Badge>}
      editing={(row, close) => ({
        title: 'Edit account',
        description: `${accountLabels[row.provider]} · ${row.gatewayName}`,
        form: <EditAccountForm key={row.id} account={row} onDone={close} />,
      })}
      removal={{ title: 'Remove account', confirmLabel: 'Remove account', text: removalText }}
      onSwitch={({ id, isDisabled }) => update.mutateAsync({ id, isDisabled: !isDisabled })}
      onRemove={({ id }) => remove.mutateAsync({ id })}
      onChanged={() => utils.providerAccounts.list.invalidate()}
    />
  );
}

const AccountName = ({ row }: { row: Row }) => (
  <span className="grid min-w-0 gap-px">
    <NamedCell name={row.name} />
    {row.settings.note && <span className="text-xs text-ink-muted [overflow-wrap:anywhere]">{row.settings.note}</span>}
  </span>
);

const removalText = ({ name }: Row) => (
  <>
    The gateway deletes the credential of <strong className="font-medium text-ink">{name}</strong>. Your account at the
    provider stays as it is.
  </>
);
