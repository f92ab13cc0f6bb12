'use client';

import { type ReactNode, useState } from 'react';
import { Button } from './button.tsx';
import { Dialog, DialogBody, DialogFooter } from './dialog.tsx';
import { TextField } from './field.tsx';

type ConfirmDialogProps = {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  title: string;
  children: ReactNode;
  confirmLabel: string;
  tone?: 'danger' | 'primary';
  isBusy?: boolean;
  /** What went wrong the last time, in words. */
  problem?: ReactNode;
  /** Must be typed exactly before the button works. */
  typedText?: string;
  onConfirm: () => void;
};

export function ConfirmDialog(props: ConfirmDialogProps) {
  const [typed, setTyped] = useState('');
  const change = (isOpen: boolean) => {
    setTyped('');
    props.onOpenChange(isOpen);
  };
  const isLocked = props.typedText !== undefined && typed.trim() !== props.typedText;
  return (
    <Dialog isOpen={props.isOpen} onOpenChange={change} title={props.title} size="sm">
      <form
        className="contents"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isLocked) props.onConfirm();
        }}
      >
        <DialogBody className="gap-3 text-sm text-ink-muted">
          {props.children}
          {props.typedText !== undefined && (
            <TextField
              label={`Type ${props.typedText} to confirm`}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              autoComplete="off"
              className="text-ink"
            />
          )}
          {props.problem}
        </DialogBody>
        <DialogFooter>
          <Button onClick={() => change(false)}>Cancel</Button>
          <Button type="submit" variant={props.tone ?? 'danger'} isBusy={props.isBusy} disabled={isLocked}>
            {props.confirmLabel}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
