'use client';

import type { AdoptAnswer } from '@gatehouse/contracts/gateway-upkeep';
import { useState } from 'react';
import { api } from '../../api/client.tsx';
import { FormProblem } from '../../forms/form-problem.tsx';
import { Button } from '../../ui/button.tsx';
import { Callout } from '../../ui/callout.tsx';
import { DialogBody, DialogFooter } from '../../ui/dialog.tsx';
import { useAction } from '../use-action.ts';
import type { AdoptRequest } from './adopt-dialog.tsx';
import { AdoptRows } from './adopt-rows.tsx';
import { nameProblem } from './entry-name.ts';
import type { Unmanaged } from './gateway-unmanaged.tsx';
import { OwnerSelect } from './owner-select.tsx';
import { choiceKey, inPortions, isAdoptable } from './unmanaged-facts.ts';

type AdoptFormProps = {
  gatewayId: string;
  request: AdoptRequest;
  onAdopted: (answer: AdoptAnswer, entries: Unmanaged[]) => Promise<void>;
  onCancel: () => void;
};

export function AdoptForm({ gatewayId, request, onAdopted, onCancel }: AdoptFormProps) {
  const entries = request.entries.filter(isAdoptable);
  const left = request.entries.filter((entry) => !isAdoptable(entry));
  const [ownerUserId, setOwner] = useState<string | undefined>(undefined);
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  const [secrets, setSecrets] = useState<ReadonlyMap<string, string>>(new Map());
  const secretOf = (entry: Unmanaged) => secrets.get(choiceKey(entry)) ?? '';
  const nameOf = (entry: Unmanaged) => names.get(choiceKey(entry)) ?? '';
  const adopt = api.gateways.adopt.useMutation();
  const { run, isBusy, problem } = useAction(async () => {
    const answer: AdoptAnswer = { adopted: [], refused: [] };
    const wanted = entries.map((entry) => ({
      resource: entry.resource,
      key: entry.key,
      ...(ownerUserId ? { ownerUserId } : {}),
      ...(nameOf(entry).trim() ? { name: nameOf(entry).trim() } : {}),
      ...(secretOf(entry).trim() ? { secret: secretOf(entry).trim() } : {}),
    }));
    for (const portion of inPortions(wanted, 1000)) {
      const { adopted, refused } = await adopt.mutateAsync({ id: gatewayId, entries: portion });
      answer.adopted.push(...adopted);
      answer.refused.push(...refused);
    }
    await onAdopted(answer, entries);
  });
  const isValid = entries.every((entry) => nameProblem(nameOf(entry)) === null);
  return (
    <form
      className="contents"
      onSubmit={(event) => {
        event.preventDefault();
        if (isValid) void run(undefined);
      }}
    >
      <DialogBody>
        <OwnerSelect value={ownerUserId} onChange={setOwner} />
        <AdoptRows
          entries={entries}
          nameOf={nameOf}
          onName={(entry, name) => setNames((before) => new Map(before).set(choiceKey(entry), name))}
          onSecret={(entry, secret) => setSecrets((before) => new Map(before).set(choiceKey(entry), secret))}
        />
        <Caveats entries={entries} />
        {left.length > 0 && <LeftOut entries={left} />}
        <FormProblem problem={problem} />
      </DialogBody>
      <DialogFooter>
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary" isBusy={isBusy} disabled={!isValid || entries.length === 0}>
          {request.isImport ? 'Import' : 'Adopt'} {entries.length === 1 ? 'one entry' : `${entries.length} entries`}
        </Button>
      </DialogFooter>
    </form>
  );
}

/** Said once, however many entries it concerns. */
function Caveats({ entries }: { entries: Unmanaged[] }) {
  return [...new Set(entries.flatMap(({ caveat }) => caveat ?? []))].map((caveat) => (
    <Callout key={caveat} tone="info" title="What will not be possible">
      {caveat}
    </Callout>
  ));
}

function LeftOut({ entries }: { entries: Unmanaged[] }) {
  return (
    <Callout
      tone="warn"
      title={entries.length === 1 ? 'One entry is left out' : `${entries.length} entries are left out`}
    >
      <ul className="grid gap-1">
        {entries.map((entry) => (
          <li key={choiceKey(entry)}>
            <span className="text-ink">{entry.label}</span>: {entry.obstacle}
          </li>
        ))}
      </ul>
    </Callout>
  );
}
