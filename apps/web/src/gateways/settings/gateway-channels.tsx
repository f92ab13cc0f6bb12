'use client';

import { Pencil, Plus, Waypoints } from 'lucide-react';
import { useState } from 'react';
import type { Answers } from '../../api/client.tsx';
import { EntryBadge } from '../../entries/entry-badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card, CardHeader } from '../../ui/card.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ChannelForm } from './channel-form.tsx';
import { channelItems, mapLabels } from './setting-text.ts';

export type Channel = Answers['gatewaySettings']['list']['channels'][number];
type Props = { gatewayId: string; channels: Channel[]; canConfigure: boolean };

/** What the gateway keeps by channel of accounts: models that are left out, and other names for them. */
export function GatewayChannels({ gatewayId, channels, canConfigure }: Props) {
  const [edited, setEdited] = useState<Channel | 'new' | null>(null);
  const actions: Column<Channel> = {
    header: 'Actions',
    role: 'actions',
    className: 'w-12 text-right',
    cell: (row) => (
      <Button
        variant="ghost"
        size="icon"
        aria-label={`Edit ${mapLabels[row.map].toLowerCase()} of ${row.channel}`}
        onClick={() => setEdited(row)}
      >
        <Pencil aria-hidden />
      </Button>
    ),
  };
  return (
    <Card>
      <CardHeader
        title="Channels"
        description="For accounts at providers: models that are left out, and other names for them. What others set at the gateway stays."
        actions={
          canConfigure && (
            <Button size="sm" onClick={() => setEdited('new')}>
              <Plus aria-hidden /> Add
            </Button>
          )
        }
      />
      <div className="border-t border-line">
        {channels.length === 0 ? (
          <EmptyState icon={Waypoints} title="Nothing is set for any channel">
            All models of all accounts are offered under their own names.
          </EmptyState>
        ) : (
          <DataTable
            label="Channels"
            rows={channels}
            rowKey={(row) => `${row.map} ${row.channel}`}
            columns={canConfigure ? [...columns, actions] : columns}
          />
        )}
      </div>
      <Dialog
        isOpen={edited !== null}
        onOpenChange={(isOpen) => !isOpen && setEdited(null)}
        title={
          edited === null || edited === 'new' ? 'Add to a channel' : `${mapLabels[edited.map]} of ${edited.channel}`
        }
        description="Gatehouse keeps these there. What others set stays beside them."
      >
        {edited && (
          <ChannelForm
            gatewayId={gatewayId}
            channels={channels}
            channel={edited === 'new' ? null : edited}
            onDone={() => setEdited(null)}
          />
        )}
      </Dialog>
    </Card>
  );
}

const columns: Column<Channel>[] = [
  { header: 'Channel', role: 'title', cell: (row) => <span className="font-medium">{row.channel}</span> },
  { header: 'What', cell: (row) => mapLabels[row.map] },
  { header: 'Kept by Gatehouse', cell: (row) => <Items items={channelItems(row).own} /> },
  { header: 'Set by others', cell: (row) => <Items items={channelItems(row).others} /> },
  {
    header: 'State',
    cell: (row) =>
      row.version > 0 && (
        <EntryBadge state={{ status: row.status, desired: 'present', problem: row.problem, appliedAt: null }} />
      ),
  },
];

const shownItems = 4;

function Items({ items }: { items: string[] }) {
  if (items.length === 0) return <span className="text-ink-faint">nothing</span>;
  return (
    <ul className="grid gap-px font-mono text-xs">
      {items.slice(0, shownItems).map((item) => (
        <li key={item} className="[overflow-wrap:anywhere]">
          {item}
        </li>
      ))}
      {items.length > shownItems && <li className="font-sans text-ink-muted">and {items.length - shownItems} more</li>}
    </ul>
  );
}
