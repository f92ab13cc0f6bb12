'use client';

import type { AdoptAnswer } from '@gatehouse/contracts/gateway-upkeep';
import { useState } from 'react';
import { toast } from 'sonner';
import { api } from '../../api/client.tsx';
import { Button } from '../../ui/button.tsx';
import { Callout } from '../../ui/callout.tsx';
import { Dialog, DialogBody, DialogFooter } from '../../ui/dialog.tsx';
import { AdoptForm } from './adopt-form.tsx';
import type { Unmanaged } from './gateway-unmanaged.tsx';
import { choiceKey } from './unmanaged-facts.ts';

export type AdoptRequest = { entries: Unmanaged[]; isImport: boolean };

type AdoptDialogProps = { gatewayId: string; request: AdoptRequest | null; onClose: () => void };

/** First what would be adopted and for whom, then what could not be. */
export function AdoptDialog({ gatewayId, request, onClose }: AdoptDialogProps) {
  const [refused, setRefused] = useState<{ answer: AdoptAnswer; entries: Unmanaged[] } | null>(null);
  const utils = api.useUtils();
  const close = () => {
    setRefused(null);
    onClose();
  };
  const finish = async (answer: AdoptAnswer, entries: Unmanaged[]) => {
    if (answer.refused.length > 0) setRefused({ answer, entries });
    else {
      toast.success(adoptedText(answer.adopted.length));
      close();
    }
    await utils.gateways.invalidate();
  };
  return (
    <Dialog
      isOpen={request !== null}
      onOpenChange={(isOpen) => !isOpen && close()}
      title={request?.isImport ? 'Import all' : 'Adopt'}
      description={
        refused
          ? null
          : 'From now on Gatehouse keeps these entries at the gateway exactly as they are, and their owner can change and remove them.'
      }
      size="lg"
    >
      {refused ? (
        <Refused {...refused} onDone={close} />
      ) : (
        request && <AdoptForm gatewayId={gatewayId} request={request} onAdopted={finish} onCancel={close} />
      )}
    </Dialog>
  );
}

const adoptedText = (count: number): string => (count === 1 ? 'One entry adopted.' : `${count} entries adopted.`);

function Refused({ answer, entries, onDone }: { answer: AdoptAnswer; entries: Unmanaged[]; onDone: () => void }) {
  const entryOf = new Map(entries.map((entry) => [choiceKey(entry), entry]));
  return (
    <>
      <DialogBody>
        {answer.adopted.length > 0 && <Callout tone="good">{adoptedText(answer.adopted.length)}</Callout>}
        <Callout
          tone="warn"
          title={answer.refused.length === 1 ? 'One was not adopted' : `${answer.refused.length} were not adopted`}
        >
          <ul className="mt-1 grid gap-1">
            {answer.refused.map((refusal) => (
              <li key={choiceKey(refusal)}>
                <span className="text-ink">{entryOf.get(choiceKey(refusal))?.label ?? 'An entry'}</span>{' '}
                <span className="font-mono text-xs">{entryOf.get(choiceKey(refusal))?.masked}</span>: {refusal.reason}
              </li>
            ))}
          </ul>
        </Callout>
      </DialogBody>
      <DialogFooter>
        <Button variant="primary" onClick={onDone}>
          Done
        </Button>
      </DialogFooter>
    </>
  );
}
