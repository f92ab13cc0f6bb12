'use client';

import { type Answers, api } from '../api/client.tsx';
import { ContributedTable } from '../entries/contributed-table.tsx';
import { NamedCell } from '../entries/named-cell.tsx';
import { Badge } from '../ui/badge.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import { EditProviderForm } from './edit-provider-form.tsx';

export type ProviderScope = 'own' | 'shared' | 'all';
type Row = Answers['customProviders']['list'][number];

export function CustomProviderTable({ rows, scope }: { rows: Row[]; scope: ProviderScope }) {
  const update = api.customProviders.update.useMutation();
  const remove = api.customProviders.remove.useMutation();
  const utils = api.useUtils();
  return (
    <ContributedTable
      label="Custom providers"
      resource="custom-providers"
      rows={rows}
      hasOwners={scope !== 'own'}
      nameOf={(row) => row.displayName}
      title={(row) => <NamedCell name={row.displayName} detail={row.name} />}
      columns={[
        { header: 'Address', className: 'max-w-64', cell: (row) => <Address row={row} /> },
        { header: 'Models', cell: (row) => <ModelCount models={row.models} /> },
      ]}
      badges={(row) => (
        <>
          {row.group && !row.group.isEnabled && <Badge>Group off</Badge>}
          {row.isShared && scope !== 'shared' && <Badge>Shared</Badge>}
        </>
      )}
      // What is listed because it is shared hides its keys, so it cannot be edited from there.
      canEdit={scope !== 'shared'}
      editing={(row, close) => ({
        title: `Edit ${row.displayName}`,
        description: `${row.name} at ${row.gatewayName}`,
        size: 'lg',
        form: <EditProviderForm key={row.id} provider={row} onDone={close} />,
      })}
      removal={{ title: 'Remove custom provider', confirmLabel: 'Remove provider', text: removalText }}
      onSwitch={({ id, version, isDisabled }) => update.mutateAsync({ id, version, isDisabled: !isDisabled })}
      onRemove={({ id }) => remove.mutateAsync({ id })}
      onChanged={() => utils.customProviders.list.invalidate()}
    />
  );
}

const removalText = ({ displayName, models }: Row) => (
  <>
    The gateway stops using <strong className="font-medium text-ink">{displayName}</strong>. Its {models.length} models
    disappear for everybody.
  </>
);

const Address = ({ row }: { row: Row }) => (
  <span className="grid font-mono text-xs text-ink-muted">
    <span className="[overflow-wrap:anywhere]">{row.baseUrl}</span>
    <span className="text-ink-faint">{keysOf(row)}</span>
  </span>
);

function keysOf({ isKeyless, masked, maskedKeys }: Row): string {
  if (isKeyless) return 'keyless';
  return maskedKeys.length > 1 ? `${masked} and ${maskedKeys.length - 1} more` : masked;
}

function ModelCount({ models }: { models: Row['models'] }) {
  const shown = models.slice(0, 12);
  return (
    <Tooltip
      text={
        <span className="grid font-mono">
          {shown.map(({ name, alias }) => (
            <span key={alias}>{name === alias ? alias : `${alias} ← ${name}`}</span>
          ))}
          {models.length > shown.length && <span>and {models.length - shown.length} more</span>}
        </span>
      }
    >
      <button
        type="button"
        className="w-fit rounded-control tabular-nums underline decoration-line-strong underline-offset-4"
      >
        {models.length}
      </button>
    </Tooltip>
  );
}
