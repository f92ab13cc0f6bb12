'use client';

import type { MoveAnswer } from '@gatehouse/contracts/gateway-upkeep';
import Link from 'next/link';
import { Button } from '../../ui/button.tsx';
import { Callout } from '../../ui/callout.tsx';
import { DialogBody, DialogFooter } from '../../ui/dialog.tsx';
import { GatewayProblemCallout } from '../gateway-problem.tsx';
import { AccountsToConnect } from './accounts-to-connect.tsx';

type MoveResultProps = { answer: MoveAnswer; to: { id: string; name: string }; onDone: () => void };

export function MoveResult({ answer, to, onDone }: MoveResultProps) {
  const { moved, confirmedThere, leftHere, kept, accounts, problem } = answer;
  const isComplete = confirmedThere === moved && leftHere === moved && !problem;
  return (
    <>
      <DialogBody>
        <Callout tone={isComplete ? 'good' : 'warn'} title={titleOf(answer, to.name)}>
          {moved === 0
            ? 'Nothing was written.'
            : isComplete
              ? 'Read back from both gateways: everything is there, and gone from here.'
              : `${confirmedThere} are confirmed there, and ${leftHere} have left here. Gatehouse goes on by itself; nothing leaves before the other gateway has confirmed it.`}
        </Callout>
        {problem && <GatewayProblemCallout problem={problem} />}
        {kept.length > 0 && (
          <Callout tone="info" title={kept.length === 1 ? 'One entry stays here' : `${kept.length} entries stay here`}>
            <ul className="grid gap-1">
              {kept.map(({ entryId, label, reason }) => (
                <li key={entryId}>
                  <span className="text-ink">{label}</span>: {reason}
                </li>
              ))}
            </ul>
          </Callout>
        )}
        <AccountsToConnect accounts={accounts} title="Accounts that stay here" />
      </DialogBody>
      <DialogFooter>
        <Button asChild>
          <Link href={`/gateways/${to.id}`}>Open {to.name}</Link>
        </Button>
        <Button variant="primary" onClick={onDone}>
          Done
        </Button>
      </DialogFooter>
    </>
  );
}

function titleOf({ moved }: MoveAnswer, to: string): string {
  if (moved === 0) return 'There was nothing to move';
  return moved === 1 ? `One entry is wanted at ${to} now` : `${moved} entries are wanted at ${to} now`;
}
