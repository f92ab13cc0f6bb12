'use client';

import { type ReactNode, useState } from 'react';
import { FormProblem, type Problem } from '../forms/form-problem.tsx';
import { explain } from '../messages/explain.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';

type RemoveEntryDialogProps<Entry> = {
  /** What is to be removed; null: nothing, the dialog is closed. */
  entry: Entry | null;
  title: string;
  confirmLabel: string;
  typedText?: string | undefined;
  children: ReactNode;
  onClose: () => void;
  onRemove: (entry: Entry) => Promise<void>;
};

/** Asks before something is taken away, and stays open with the reason if that fails. */
export function RemoveEntryDialog<Entry>({ entry, onClose, onRemove, ...texts }: RemoveEntryDialogProps<Entry>) {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>(null);

  const close = () => {
    setProblem(null);
    onClose();
  };
  const confirm = async () => {
    if (entry === null) return;
    setBusy(true);
    setProblem(null);
    try {
      await onRemove(entry);
      close();
    } catch (error) {
      setProblem(explain(error));
    } finally {
      setBusy(false);
    }
  };

  const { typedText, ...dialog } = texts;
  return (
    <ConfirmDialog
      {...dialog}
      {...(typedText === undefined ? {} : { typedText })}
      isOpen={entry !== null}
      onOpenChange={(isOpen) => !isOpen && close()}
      isBusy={isBusy}
      problem={<FormProblem problem={problem} />}
      onConfirm={confirm}
    >
      <p>{texts.children}</p>
    </ConfirmDialog>
  );
}
