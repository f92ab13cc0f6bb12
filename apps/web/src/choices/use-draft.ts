'use client';

import { type EditedBundleChoices, updateBundleChoicesInput } from '@gatehouse/contracts/bundle-choices';
import { useState } from 'react';
import { toast } from 'sonner';
import { type Answers, api } from '../api/client.tsx';
import { useAction } from '../gateways/use-action.ts';
import { describeIssue } from './describe-issue.ts';

export type ChoicesView = Answers['bundleChoices']['get'];
/** Changes a part of the draft. */
export type Edit = (change: Partial<EditedBundleChoices>) => void;

/** The choices as they are being edited, from the version that was read; what was saved meanwhile elsewhere is noticed. */
export function useDraft(view: ChoicesView) {
  const [base, setBase] = useState(view);
  const [choices, setChoices] = useState<EditedBundleChoices>(view.choices);
  const update = api.bundleChoices.update.useMutation();
  const utils = api.useUtils();
  const isDirty = JSON.stringify(choices) !== JSON.stringify(base.choices);
  const isOutdated = view.version > base.version;

  const load = (next: ChoicesView) => {
    setBase(next);
    setChoices(next.choices);
  };
  if (isOutdated && !isDirty) load(view);

  const action = useAction(async () => {
    const input = { version: base.version, choices };
    const saved = await update.mutateAsync(input);
    load(saved);
    utils.bundleChoices.get.setData(undefined, saved);
    void utils.sharing.invalidate();
    void utils.bundles.invalidate();
    toast.success('Saved. Your bundles follow at the next sync.');
  });
  const checked = isDirty ? updateBundleChoicesInput.safeParse({ version: base.version, choices }) : null;

  return {
    choices,
    isDirty,
    isOutdated: isOutdated && isDirty,
    invalid: checked && !checked.success ? describeIssue(checked.error.issues[0], choices) : null,
    edit: ((change) => setChoices((now) => withoutUndefined({ ...now, ...change }))) as Edit,
    discard: () => {
      action.forget();
      load(view);
    },
    save: () => action.run(undefined),
    isBusy: action.isBusy,
    problem: action.problem,
  };
}

/** What is emptied is left out, as it is in what the server answers: the two are compared. */
const withoutUndefined = (choices: EditedBundleChoices): EditedBundleChoices =>
  Object.fromEntries(Object.entries(choices).filter(([, value]) => value !== undefined)) as EditedBundleChoices;
