'use client';

import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { type Answers, api } from '../api/client.tsx';
import { FormProblem, type Problem } from '../forms/form-problem.tsx';
import { explain } from '../messages/explain.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog, DialogBody } from '../ui/dialog.tsx';
import { Input } from '../ui/input.tsx';

type Group = Answers['customProviderGroups']['list'][number];

/** For those who run the gateways: which groups there are, and which are on. */
export function GroupsDialog({ isOpen, onOpenChange }: { isOpen: boolean; onOpenChange: (isOpen: boolean) => void }) {
  const groups = api.customProviderGroups.list.useQuery();
  const [problem, setProblem] = useState<Problem>(null);
  const utils = api.useUtils();
  const change = async (work: () => Promise<unknown>): Promise<boolean> => {
    setProblem(null);
    try {
      await work();
      return true;
    } catch (error) {
      setProblem(explain(error));
      return false;
    } finally {
      await Promise.all([utils.customProviderGroups.list.invalidate(), utils.customProviders.list.invalidate()]);
    }
  };
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title="Groups"
      description="Switching a group off disables its providers at their gateways, whoever they belong to."
    >
      <DialogBody>
        {groups.data && groups.data.length > 0 && (
          <ul className="grid divide-y divide-line rounded-card border border-line">
            {groups.data.map((group) => (
              <GroupRow key={group.id} group={group} change={change} />
            ))}
          </ul>
        )}
        <AddGroup nextPosition={(groups.data?.at(-1)?.position ?? -1) + 1} change={change} />
        <FormProblem problem={problem} />
      </DialogBody>
    </Dialog>
  );
}

type Change = (work: () => Promise<unknown>) => Promise<boolean>;

function GroupRow({ group, change }: { group: Group; change: Change }) {
  const update = api.customProviderGroups.update.useMutation();
  const remove = api.customProviderGroups.remove.useMutation();
  const { id, name, isEnabled, providers } = group;
  return (
    <li className="flex items-center gap-3 px-3 py-2">
      <span className="min-w-0 flex-1">
        <span className="flex items-center gap-2 text-sm font-medium">
          <span className="truncate">{name}</span>
          {!isEnabled && <Badge>Off</Badge>}
        </span>
        <span className="text-xs text-ink-muted">{providers === 1 ? '1 provider' : `${providers} providers`}</span>
      </span>
      <Button
        size="sm"
        isBusy={update.isPending}
        onClick={() => change(() => update.mutateAsync({ id, isEnabled: !isEnabled }))}
      >
        {isEnabled ? 'Switch off' : 'Switch on'}
      </Button>
      <Button
        variant="ghost"
        size="icon"
        aria-label={`Remove ${name}`}
        onClick={() => change(() => remove.mutateAsync({ id }))}
      >
        <Trash2 aria-hidden />
      </Button>
    </li>
  );
}

function AddGroup({ nextPosition, change }: { nextPosition: number; change: Change }) {
  const create = api.customProviderGroups.create.useMutation();
  const [name, setName] = useState('');
  const add = async () => {
    if (await change(() => create.mutateAsync({ name, position: nextPosition }))) setName('');
  };
  return (
    <form
      className="flex gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <Input
        aria-label="Name of a new group"
        placeholder="Office hours"
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Button type="submit" isBusy={create.isPending} disabled={name.trim() === ''}>
        <Plus aria-hidden /> Add group
      </Button>
    </form>
  );
}
