'use client';

import type { ModelView } from '@gatehouse/contracts/models';
import { Pencil } from 'lucide-react';
import { useState } from 'react';
import { useViewer } from '../shell/viewer.tsx';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import { EditModelForm } from './edit-model-form.tsx';
import { abilitiesOf, priceText, tokenCount } from './model-facts.ts';

const facts: Column<ModelView>[] = [
  {
    header: 'Model',
    role: 'title',
    cell: (model) => (
      <div className="grid gap-px">
        <span className="font-mono text-xs font-medium [overflow-wrap:anywhere]">{model.id}</span>
        {model.displayName !== model.id && <span className="text-xs text-ink-muted">{model.displayName}</span>}
      </div>
    ),
  },
  { header: 'Owner', cell: (model) => model.ownedBy ?? <span className="text-ink-faint">unknown</span> },
  {
    header: 'Kind',
    cell: (model) => (
      <span className="flex flex-wrap items-center gap-1.5">
        {model.kind}
        {model.kind === 'chat' && abilitiesOf(model).map((ability) => <Badge key={ability}>{ability}</Badge>)}
      </span>
    ),
  },
  {
    header: 'Context / output',
    className: 'whitespace-nowrap tabular-nums',
    cell: (model) => `${tokenCount(model.contextLimit)} / ${tokenCount(model.outputLimit)}`,
  },
  {
    header: '$ per million',
    className: 'whitespace-nowrap tabular-nums',
    cell: (model) => priceText(model),
  },
  {
    header: 'First seen',
    isDesktopOnly: true,
    className: 'text-ink-muted whitespace-nowrap',
    cell: (model) => <TimeAgo at={model.firstSeenAt} />,
  },
];

const gatewayColumn: Column<ModelView> = { header: 'Gateway', cell: (model) => model.gatewayName };

export function ModelTable({ models, hasSeveralGateways }: { models: ModelView[]; hasSeveralGateways: boolean }) {
  const [edited, setEdited] = useState<ModelView | null>(null);
  const mayEdit = useViewer().can('models:update');
  const actions: Column<ModelView> = {
    header: 'Actions',
    role: 'actions',
    className: 'w-20 text-right whitespace-nowrap',
    cell: (model) => (
      <span className="inline-flex items-center gap-1">
        {mayEdit && (
          <Button size="sm" variant="ghost" aria-label={`Edit ${model.id}`} onClick={() => setEdited(model)}>
            <Pencil aria-hidden />
          </Button>
        )}
        <CopyButton text={model.id} label={`Copy ${model.id}`} isIcon />
      </span>
    ),
  };
  const columns = [...(hasSeveralGateways ? facts.toSpliced(1, 0, gatewayColumn) : facts), actions];
  return (
    <>
      <DataTable label="Models" rows={models} rowKey={(model) => `${model.gatewayId} ${model.id}`} columns={columns} />
      <Dialog
        isOpen={edited !== null}
        onOpenChange={(isOpen) => !isOpen && setEdited(null)}
        title={edited?.id ?? 'Model'}
        description="What you set here goes before what is known of the model, in the catalogue and in every bundle."
      >
        {edited && (
          <EditModelForm key={`${edited.gatewayId} ${edited.id}`} model={edited} onDone={() => setEdited(null)} />
        )}
      </Dialog>
    </>
  );
}
