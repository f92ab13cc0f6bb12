'use client';

import { useState } from 'react';
import { toast } from 'sonner';
import { type Answers, api } from '../api/client.tsx';
import { NamedCell } from '../entries/named-cell.tsx';
import { FormProblem, type Problem } from '../forms/form-problem.tsx';
import { explain } from '../messages/explain.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { Dialog, DialogBody, DialogFooter } from '../ui/dialog.tsx';
import { SelectField, TextField } from '../ui/field.tsx';

type Row = Answers['providerAccounts']['listUnclaimed']['accounts'][number];

/** Credentials at gateways that belong to nobody here, for administrators. */
export function UnclaimedAccounts() {
  const query = api.providerAccounts.listUnclaimed.useQuery({}, { retry: false });
  const [chosen, setChosen] = useState<Row | null>(null);
  const { accounts: rows = [], unasked = [] } = query.data ?? {};
  if (rows.length === 0 && unasked.length === 0) return null;
  const columns: Column<Row>[] = [
    {
      header: 'Account',
      role: 'title',
      cell: (row) => <NamedCell name={row.hint ?? 'No address'} detail={row.provider} />,
    },
    { header: 'Gateway', cell: (row) => row.gatewayName },
    { header: 'May belong to', cell: (row) => row.candidates.map(({ name }) => name).join(', ') || 'unknown' },
    {
      header: 'Actions',
      role: 'actions',
      className: 'w-28 text-right',
      cell: (row) => <Button onClick={() => setChosen(row)}>Assign</Button>,
    },
  ];
  return (
    <section className="mt-8 grid gap-3">
      <h2 className="text-md font-semibold">Accounts that belong to nobody</h2>
      <p className="text-sm text-ink-muted">
        They are at a gateway, and Gatehouse leaves them alone until you say whose they are.
      </p>
      {rows.length > 0 && (
        <Card>
          <DataTable label="Unclaimed accounts" rows={rows} rowKey={(row) => row.fileId} columns={columns} />
        </Card>
      )}
      {unasked.map(({ gatewayId, gatewayName, reason }) => (
        <p key={gatewayId} className="text-sm text-ink-muted">
          {gatewayName} could not be asked: {reason}
        </p>
      ))}
      <Dialog
        isOpen={chosen !== null}
        onOpenChange={(isOpen) => !isOpen && setChosen(null)}
        title="Assign account"
        description={chosen ? `${chosen.provider} · ${chosen.hint ?? 'no address'}` : undefined}
      >
        {chosen && <AssignForm row={chosen} onDone={() => setChosen(null)} />}
      </Dialog>
    </section>
  );
}

function AssignForm({ row, onDone }: { row: Row; onDone: () => void }) {
  const people = api.users.list.useQuery();
  const claim = api.providerAccounts.claim.useMutation();
  const utils = api.useUtils();
  const [userId, setUserId] = useState(row.candidates[0]?.id ?? '');
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<Problem>(null);
  const assign = async () => {
    setProblem(null);
    try {
      await claim.mutateAsync({ gatewayId: row.gatewayId, fileId: row.fileId, userId, name });
      await utils.providerAccounts.invalidate();
      toast.success('The account is assigned.');
      onDone();
    } catch (error) {
      setProblem(explain(error));
    }
  };
  return (
    <>
      <DialogBody>
        <SelectField label="Person" value={userId} onChange={(event) => setUserId(event.target.value)}>
          <option value="">Choose a person</option>
          {people.data?.map((person) => (
            <option key={person.id} value={person.id}>
              {person.name}
            </option>
          ))}
        </SelectField>
        <TextField
          label="Name"
          placeholder="Subscription"
          autoComplete="off"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <FormProblem problem={problem} />
      </DialogBody>
      <DialogFooter>
        <Button onClick={onDone}>Cancel</Button>
        <Button
          variant="primary"
          isBusy={claim.isPending}
          disabled={userId === '' || name.trim() === ''}
          onClick={() => void assign()}
        >
          Assign
        </Button>
      </DialogFooter>
    </>
  );
}
